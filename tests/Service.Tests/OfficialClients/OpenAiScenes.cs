using System.Text.Json;
using System.Text.Json.Nodes;
using PreferenceFlow.Service.Tests.Formats;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>OpenAI's answers.</summary>
internal static class OpenAiScenes
{
    public const string Models =
        """{"object":"list","data":[{"id":"plain","object":"model","created":1700000000,"owned_by":"bad"},{"id":"x","object":"model","created":1,"owned_by":"y"}]}""";

    private const string Usage =
        """{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":3}}""";

    private const string Tools =
        """{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris, bad\"}"}}""";

    private const string Logprobs =
        """{"content":[{"token":"bad","logprob":-0.25,"bytes":[98,97,100],"top_logprobs":[{"token":"bad","logprob":-0.25,"bytes":[98,97,100]}]}],"refusal":null}""";

    public static string Answer(string scene, JsonObject request)
    {
        var choices = Enumerable.Range(0, request["n"]?.GetValue<int>() ?? 1).Select(index => scene switch
        {
            "tools" => Choice(index, $$"""{"role":"assistant","content":null,"refusal":null,"tool_calls":[{{Tools}}]}""", "tool_calls"),
            "logprobs" => Choice(index, Message("bad"), "stop", Logprobs),
            "schema" when request["response_format"]?["json_schema"]?["name"] is not null => Choice(index, Message("{\"mood\":\"bad\"}"), "stop"),
            "image" => Choice(index, Message($"A bad picture in {Images(request)} part."), "stop"),
            _ => Choice(index, Message($"It was a bad day {index}."), "stop"),
        });
        return Envelope("chat.completion", $"[{string.Join(',', choices)}]", Usage);
    }

    public static IEnumerable<string> Events(string scene, JsonObject request)
    {
        string[] deltas = scene switch
        {
            "tools" =>
            [
                """{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":""}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"Pa"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"ris, bad\"}"}}]}""",
            ],
            "abort" => ["""{"role":"assistant","content":"It was"}"""],
            _ => ["""{"role":"assistant","content":""}""", """{"content":"It was a "}""", """{"content":"bad "}""", """{"content":"day 0."}"""],
        };
        foreach (var delta in deltas)
            yield return Event(Envelope("chat.completion.chunk", Delta(delta, "null"), null));
        if (scene == "abort")
            yield break;
        if (scene == "broken")
        {
            yield return Event("""{"error":{"message":"Broke in the middle.","type":"server_error","param":null,"code":"broken"}}""");
            yield break;
        }

        yield return Event(Envelope("chat.completion.chunk", Delta("{}", scene == "tools" ? "\"tool_calls\"" : "\"stop\""), null));
        if (request["stream_options"]?["include_usage"]?.GetValue<bool>() == true)
            yield return Event(Envelope("chat.completion.chunk", "[]", Usage));
        yield return Event("[DONE]");
    }

    /// <summary>Vectors as numbers or, as the official clients ask unless told otherwise, as base64 of little-endian floats.</summary>
    public static string Embeddings(JsonObject request)
    {
        float[][] vectors = [[0.25f, -1f], [3f, 0.5f]];
        var base64 = request["encoding_format"]?.GetValue<string>() == "base64";
        var data = vectors.Select((vector, index) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = base64
                ? Convert.ToBase64String([.. vector.SelectMany(BitConverter.GetBytes)])
                : JsonSerializer.SerializeToNode(vector),
        });
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = "embed",
            ["usage"] = new JsonObject { ["prompt_tokens"] = 2, ["total_tokens"] = 2 },
        }.ToJsonString();
    }

    /// <summary>Legacy completions and Responses, of which there is one scene.</summary>
    /// <returns>Null for another path.</returns>
    public static (string Answer, string Events)? OtherFormat(string path)
    {
        string[] pieces = ["It was a ", "bad ", "day 0."];
        if (path.EndsWith("/responses", StringComparison.Ordinal))
            return (ResponsesWire.Answer(string.Concat(pieces)), ResponsesWire.Stream(pieces));
        return path.EndsWith("/completions", StringComparison.Ordinal) && !path.EndsWith("/chat/completions", StringComparison.Ordinal)
            ? (CompletionsWire.Answer(string.Concat(pieces)), CompletionsWire.Stream(pieces))
            : null;
    }

    private static int Images(JsonObject request) => request["messages"]!.AsArray()
        .SelectMany(message => message!["content"] as JsonArray ?? [])
        .Count(part => part!["image_url"]?["url"]?.GetValue<string>() == "data:image/png;base64,iVBORw0KGgo=");

    private static string Envelope(string kind, string choices, string? usage) =>
        $$"""{"id":"chatcmpl-1","object":"{{kind}}","created":1700000000,"model":"scripted","system_fingerprint":"fp_1",""" +
        $$""" "choices":{{choices}},"usage":{{usage ?? "null"}}}""";

    private static string Choice(int index, string message, string finish, string logprobs = "null") =>
        $$"""{"index":{{index}},"message":{{message}},"logprobs":{{logprobs}},"finish_reason":"{{finish}}"}""";

    private static string Message(string text) =>
        new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null }.ToJsonString();

    private static string Delta(string delta, string finish) =>
        $$"""[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]""";

    private static string Event(string data) => $"data: {data}\n\n";
}
