using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

internal static class StreamExchanges
{
    private const string Done = "data: [DONE]\n\n";

    private static readonly string Role = Chunk("""{"role":"assistant","content":""}""");
    private static readonly string Text = Chunk("""{"content":"A fine "}""") + Chunk("""{"content":"day \ud83d\ude00."}""");
    private static readonly string Stop = Chunk("{}", "\"stop\"");
    private static readonly string Whole = Role + Text + Stop + Done;

    public static IEnumerable<Exchange> All =>
    [
        Events("stream", Whole),
        Events("stream in small pieces", Whole) with { Piece = 5 },
        Events("stream with usage", Role + Text + Stop + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"total_tokens\":9}}\n\n" + Done),
        Events("choices null", Role + Text + "data: {\"id\":\"c1\",\"choices\":null}\n\n" + Stop + Done),
        Events("Azure filter results", "data: {\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n" + Whole),
        Events("CRLF", Whole.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Events("CRLF in small pieces", Whole.Replace("\n", "\r\n", StringComparison.Ordinal)) with { Piece = 3 },
        Events("CR", Whole.Replace("\n", "\r", StringComparison.Ordinal)),
        Events("mixed line ends",
            Role.Replace("\n", "\r\n", StringComparison.Ordinal) + Text.Replace("\n", "\r", StringComparison.Ordinal) + Stop + Done),
        Events("no space after the colon", Whole.Replace("data: ", "data:", StringComparison.Ordinal)),
        Events("byte order mark in a stream", "\uFEFF" + Whole),
        Events("comments", ": hello\n\n" + Role + ":\n\n: OPENROUTER PROCESSING\n" + Text + Stop + Done),
        Events("type, id and retry lines", "retry: 100\n\n" + Role + "event: chunk\nid: 7\n" + Text + Stop + Done),
        Events("data over lines",
            Role + "data: {\"id\":\"c1\",\"choices\":\ndata: [{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n" + Stop + Done),
        Events("unknown field", Role + "x-field: 1\nloose words\n" + Text + Stop + Done),
        Events("many blank lines", "\n\n\n" + Role + "\n\n" + Text + Stop + Done + "\n\n\n"),
        Events("no blank line at the end", Whole.TrimEnd('\n')),
        Events("one line feed at the end", Whole[..^1]),
        Events("no DONE", Role + Text + Stop),
        Events("more after DONE", Whole + "data: {\"late\":true}\n\n: bye\n"),
        Events("no finish reason", Role + Text + Done),
        Events("nothing but DONE", Done),
        Events("empty stream", ""),
        Events("comment only", ": nothing\n\n"),
        Events("tool call fragments", Role + Tool("""{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}""") +
            Tool("""{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{\"bad\":"}}""") +
            Tool("""{"index":0,"function":{"arguments":"{}"}}""") + Chunk("{}", "\"tool_calls\"") + Done),
        Events("text before tool calls",
            Role + Text + Tool("""{"index":0,"id":"t1","function":{"name":"f","arguments":"{}"}}""") + Stop + Done),
        Events("refusal in a stream", Role + Chunk("""{"refusal":"I can't."}""") + Stop + Done),
        Events("reasoning in a stream", Role + Chunk("""{"reasoning_content":"a bad thought"}""") + Text + Stop + Done),
        Events("error in the middle",
            Role + Text + "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"),
        Events("garbage in the middle", Role + "data: <oops>\n\n" + Text + Stop + Done),
        Events("two choices in a stream",
            Role + Chunk("""{"content":"Another."}""", "null", 1) + Text + Stop + Chunk("{}", "\"stop\"", 1) + Done),
        Events("log probabilities in a stream",
            Role + Text.Replace("\"finish_reason\"", "\"logprobs\":{\"content\":[]},\"finish_reason\"", StringComparison.Ordinal) + Done),
        Events("obfuscation and odd numbers",
            Whole.Replace("\"id\":\"c1\"", "\"id\":\"c1\",\"obfuscation\":\"aZ9\",\"created\":1.0,\"big\":12345678901234567890123",
            StringComparison.Ordinal)),
        Events("invalid UTF-8", "")
            with { Answer = [.. Utf8(Role), .. "data: {\"x\":\""u8, 0xFF, 0xC3, .. "\"}\n\n"u8, .. Utf8(Stop + Done)] },
        Events("an event of a mebibyte",
            Role + Chunk($$"""{"content":"{{new string('w', 1 << 20)}}"}""") + Stop + Done) with { Piece = 50_000 },
        Events("stream with a length", Whole) with { Chunked = false },
        Events("gzip stream", "") with
        {
            Tells = [("Content-Type", "text/event-stream"), ("Content-Encoding", "gzip")],
            Answer = Packed(Whole, Gzip),
        },
        Events("stream type in odd writing", Whole)
            with { Tells = [("Content-Type", "Text/Event-Stream;charset=UTF-8"), ("Cache-Control", "no-cache,no-transform")] },
        Events("stream with an entity tag", Whole)
            with { Tells = [("Content-Type", "text/event-stream"), ("ETag", "\"s\""), ("X-Accel-Buffering", "no")] },
        Events("JSON where a stream was asked for", ChatExchanges.Plain) with { Tells = [("Content-Type", "application/json")] },
        Events("error status as a stream", "data: {\"error\":{\"message\":\"no\"}}\n\n") with { Status = 400 },
    ];

    private static string Chunk(string delta, string finish = "null", int choice = 0) =>
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":" + choice +
        ",\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";

    private static string Tool(string call) => Chunk("{\"tool_calls\":[" + call + "]}");
}
