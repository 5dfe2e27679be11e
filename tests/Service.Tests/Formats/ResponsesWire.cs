using System.Text.RegularExpressions;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>OpenAI's Responses: a reasoning item, then a message of one text.</summary>
internal static class ResponsesWire
{
    public const string Reasoning = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Think of the day."}]}""";

    public static string Answer(string text) => Response("completed", $"{Reasoning},{Message(Part(text))}");

    public static string Stream(string[] pieces) => Events(
    [
        $$"""{"type":"response.created","response":{{Response("in_progress", "")}}}""",
        $$"""{"type":"response.output_item.added","output_index":0,"item":{{Reasoning}}}""",
        $$"""{"type":"response.output_item.done","output_index":0,"item":{{Reasoning}}}""",
        .. Text(pieces),
        $$"""{"type":"response.completed","response":{{Answer(string.Concat(pieces))}}}""",
    ]);

    /// <summary>The events of a message at the output's index 1.</summary>
    public static string[] Text(string[] pieces)
    {
        const string place = "\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0";
        var text = string.Concat(pieces);
        return
        [
            """{"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","content":[]}}""",
            $$"""{"type":"response.content_part.added",{{place}},"part":{{Part("")}}}""",
            .. pieces.Select(piece =>
                $$"""{"type":"response.output_text.delta",{{place}},"delta":"{{piece}}","logprobs":[],"obfuscation":"x9"}"""),
            $$"""{"type":"response.output_text.done",{{place}},"text":"{{text}}","logprobs":[]}""",
            $$"""{"type":"response.content_part.done",{{place}},"part":{{Part(text)}}}""",
            $$"""{"type":"response.output_item.done","output_index":1,"item":{{Message(Part(text))}}}""",
        ];
    }

    /// <summary>Events with their types and numbers.</summary>
    public static string Events(string[] data) => string.Concat(data.Select((one, number) =>
        $"event: {Regex.Match(one, "[a-z_.]+(?=\",)")}\ndata: {one[..^1]},\"sequence_number\":{number}}}\n\n"));

    public static string Response(string status, string output) =>
        $$$"""{"id":"resp_1","object":"response","created_at":1.0,"status":"{{{status}}}","error":null,"output":[{{{output}}}],"usage":{"total_tokens":9}}""";

    public static string Message(string content) =>
        $$"""{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{{content}}]}""";

    public static string Part(string text, string more = "\"annotations\":[]") => $$"""{"type":"output_text",{{more}},"text":"{{text}}"}""";
}
