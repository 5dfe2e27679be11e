using System.Text.Json.Nodes;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>Anthropic's answers.</summary>
internal static class AnthropicScenes
{
    public const string Models =
        """{"data":[{"type":"model","id":"plain","display_name":"Bad","created_at":"2025-01-01T00:00:00Z"}],"has_more":false,"first_id":"plain","last_id":"plain"}""";

    private const string Usage = """{"input_tokens":5,"output_tokens":6,"cache_read_input_tokens":2}""";

    public static string Answer(string scene, JsonObject request)
    {
        if (!request.ContainsKey("max_tokens"))
            return """{"input_tokens":14}"""; // count_tokens
        var tools = scene == "tools";
        var content = tools
            ? """{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city":"Paris, bad"}}"""
            : """{"type":"text","text":"It was a bad day 0."}""";
        var stop = tools ? "tool_use" : "end_turn";
        return """{"id":"msg_1","type":"message","role":"assistant","model":"scripted",""" + $$"""
            "content":[{{content}}],"stop_reason":"{{stop}}","stop_sequence":null,"usage":{{Usage}}}
            """;
    }

    public static IEnumerable<string> Events(string scene)
    {
        yield return Event("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"scripted",""" +
            $$$""" "content":[],"stop_reason":null,"stop_sequence":null,"usage":{{{Usage}}}}}""");
        var tools = scene == "tools";
        yield return Event(tools
            ? """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{}}}"""
            : """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        yield return Event("""{"type":"ping"}""");
        if (scene == "abort")
            yield break;
        if (scene == "broken")
        {
            yield return Event("""{"type":"error","error":{"type":"overloaded_error","message":"Broke in the middle."}}""");
            yield break;
        }

        string[] deltas = tools
            ? ["""{"type":"input_json_delta","partial_json":"{\"city\":\"Pa"}""", """{"type":"input_json_delta","partial_json":"ris, bad\"}"}"""]
            : ["""{"type":"text_delta","text":"It was a bad "}""", """{"type":"text_delta","text":"day 0."}"""];
        foreach (var delta in deltas)
            yield return Event($$"""{"type":"content_block_delta","index":0,"delta":{{delta}}}""");
        yield return Event("""{"type":"content_block_stop","index":0}""");
        var stop = tools ? "tool_use" : "end_turn";
        yield return Event($$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stop}}}","stop_sequence":null},"usage":{"output_tokens":6}}""");
        yield return Event("""{"type":"message_stop"}""");
    }

    private static string Event(string data) => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n";
}
