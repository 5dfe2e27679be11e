using System.Text.RegularExpressions;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>Anthropic's messages: a thought, then a text.</summary>
internal static class MessagesWire
{
    public const string Thought = """{"type":"thinking","thinking":"A bad idea.","signature":"c2ln"}""";

    public const string Ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    public const string Stop = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":6}}""";

    public static string Answer(string text) => Message($$"""{{Thought}},{"type":"text","text":"{{text}}","citations":null}""");

    public static string Stream(string[] pieces) => Events(
    [
        $$"""{"type":"message_start","message":{{Message("", "null")}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"A bad idea."}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
        """{"type":"content_block_stop","index":0}""",
        .. Text(pieces),
        Stop,
        """{"type":"message_stop"}""",
    ]).Replace("event: content_block_stop", Ping + "event: content_block_stop", StringComparison.Ordinal);

    /// <summary>The events of a text at index 1.</summary>
    public static string[] Text(string[] pieces) =>
    [
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
        .. pieces.Select(piece => $$$"""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{{{piece}}}"}}"""),
        """{"type":"content_block_stop","index":1}""",
    ];

    public static string Events(string[] data) =>
        string.Concat(data.Select(one => $"event: {Regex.Match(one, "[a-z_]+(?=\"[,}])")}\ndata: {one}\n\n"));

    public static string Message(string content, string stop = "\"end_turn\"") =>
        $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{{{content}}}],"stop_reason":{{{stop}}},"usage":{"input_tokens":1.0}}""";
}
