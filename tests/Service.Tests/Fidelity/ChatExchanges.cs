using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

internal static class ChatExchanges
{
    public const string Plain =
        """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":""" +
        """{"role":"assistant","content":"A fine day.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"total_tokens":9}}""";

    // Order, spacing, 1.0, big integers, duplicate keys, escapes.
    private const string Odd = """
        { "usage" : {"total_tokens":1.0, "big": 123456789012345678901234567890, "e":1E+2 },"x":1,  "id":"c\u002d1",
          "choices":[ {"finish_reason":"stop","index":0,"extra":{"a":1,"a":2},
            "message":{ "content" : "A caf\u00e9 \/ \ud83d\ude00 day." ,"role":"assistant","unknown":[1,2 ] }} ] , "object":"chat.completion" }
        """;

    public static IEnumerable<Exchange> All =>
    [
        Completion("plain", Plain),
        Completion("odd JSON", Odd),
        Completion("trailing line feed", Plain + "\n"),
        Completion("trailing CRLFs", Plain + "\r\n\r\n"),
        Completion("leading white space", "\n \t" + Plain),
        Completion("byte order mark", "\uFEFF" + Plain),
        Completion("chunked", Plain) with { Chunked = true, Piece = 7 },
        Completion("one byte at a time", Plain) with { Piece = 1 },
        Completion("tool calls",
            With("""{"role":"assistant","content":null,"tool_calls":[{"id":"t","function":{"name":"f","arguments":"{\"a\": 1.0}"}}]}""")),
        Completion("text and tool calls",
            With("""{"role":"assistant","content":"Wait.","tool_calls":[{"id":"t","function":{"name":"f","arguments":"{}"}}]}""")),
        Completion("legacy function call", With("""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}}""")),
        Completion("refusal", With("""{"role":"assistant","content":null,"refusal":"No."}""")),
        Completion("annotations",
            With("""{"role":"assistant","content":"See [1].","annotations":[{"url_citation":{"start_index":4,"end_index":7}}]}""")),
        Completion("audio",
            With("""{"role":"assistant","content":null,"audio":{"id":"a","data":"AAEC","transcript":"Hi","expires_at":1}}""")),
        Completion("reasoning", With("""{"role":"assistant","content":"Four.","reasoning_content":"2+2, bad."}""")),
        Completion("empty content", With("""{"role":"assistant","content":""}""")),
        Completion("content parts", With("""{"role":"assistant","content":[{"type":"text","text":"A bad part."}]}""")),
        Completion("duplicate content", With("""{"role":"assistant","content":"bad one","content":"bad two"}""")),
        Completion("lone surrogate", With("""{"role":"assistant","content":"\ud83d alone"}""")),
        Completion("two choices",
            Plain.Replace("]", """,{"index":1,"message":{"role":"assistant","content":"Another."},"finish_reason":"length"}]""",
            StringComparison.Ordinal)),
        Completion("no choices", """{"id":"c1","object":"chat.completion","choices":[]}"""),
        Completion("log probabilities",
            Plain.Replace("null},\"logprobs\":null", """null},"logprobs":{"content":[{"token":"A","logprob":-0.1}]}""",
            StringComparison.Ordinal),
            """{"model":"m","logprobs":true,"messages":[]}"""),
        Completion("JSON schema",
            With("""{"role":"assistant","content":"{\"bad\":true}"}"""),
            """{"model":"m","response_format":{"type":"json_schema","json_schema":{"name":"s"}},"messages":[]}"""),
        Completion("functions", Plain, """{"model":"m","functions":[{"name":"f"}],"messages":[]}"""),
        Completion("odd request",
            Plain, "{ \"model\" :\"m\",\r\n\"n\":1.0,\"big\":98765432109876543210987,\"a\":1,\"a\":2, " +
            "\"messages\":[ {\"role\":\"user\",\"content\":\"\\u00e9\\/\"} ]}\n"),
        Completion("vendor fields",
            Plain, """{"model":"m","extra_body":{"k":[null,true]},"top_k":40,"chat_template_kwargs":{},"messages":[]}"""),
        Completion("image part",
            Plain, """{"model":"m","messages":[{"role":"user","content":[{"image_url":{"url":"data:image/png;base64,AAEC"}}]}]}"""),
        Completion("no completion", "\"just a string\""),
        Completion("cut JSON", Plain[..100]),
        Completion("HTML in 200", "<html>hello</html>") with { Tells = [("Content-Type", "text/html")] },
        Completion("empty", ""),
        Completion("empty, chunked", "") with { Chunked = true },
        Completion("no content type", Plain) with { Tells = [] },
        Completion("odd content type", Plain) with { Tells = [("Content-Type", "application/json;charset=UTF-8;  odata=x")] },
        Completion("a mebibyte", With($$"""{"role":"assistant","content":"{{new string('x', 1 << 20)}}"}""")) with { Piece = 10_000 },
        Completion("beyond the limit", With($$"""{"role":"assistant","content":"{{new string('y', 5 << 20)}}"}""")),
        Completion("a question of a mebibyte",
            Plain, $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('z', 1 << 20)}}"}]}"""),
        Completion("gzip", "") with { Tells = Coded("gzip"), Answer = Packed(Plain, Gzip) },
        Completion("brotli", "") with { Tells = Coded("br"), Answer = Packed(Plain, Brotli) },
        Completion("compressed question", Plain) with
        {
            Asks = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
            Question = Packed(Question, Gzip),
        },
        Completion("query and escapes", Plain) with { Target = "/v1/chat/completions?api-version=2024-10-21&x=%2F%20a+b&" },
        Completion("digests", Plain) with
        {
            Tells = [("Content-Type", "application/json"), ("ETag", "W/\"1\""), ("Content-MD5", "abc="), ("Digest", "sha-256=x")],
        },
    ];

    private static (string Name, string Value)[] Coded(string coding) =>
        [("Content-Type", "application/json"), ("Content-Encoding", coding), ("Vary", "accept-encoding")];

    private static string With(string message) =>
        $$"""{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""";
}
