namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>Whole responses that are unusual, or no completions.</summary>
internal static class OddResponses
{
    private const string Html = "<html>Bad gateway</html>";

    private const string Rubbish = "\u001f\u008b\b\0rubbish\u00ff";

    // Two bytes that begin no UTF-8 sequence, in the middle of the text.
    private const string NotUtf8 = "A b\u00ff\u00fed";

    public static IEnumerable<Fault> All =>
    [
        new("one byte at a time", async exchange =>
        {
            foreach (var one in exchange.Good)
                await exchange.SendAsync(one.ToString());
        }) { Always = Outcome.Good() },
        new("informational responses first", exchange => exchange.SendAsync(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + exchange.Good)) { Always = Outcome.Good() },
        new("trailers", exchange => exchange.SendAsync(
            Answers.ChunkedHead(exchange.Way, "Trailer: x-sum\r\n") + Answers.Chunk(Answers.Body(exchange.Way)) + "0\r\nx-sum: 1\r\n\r\n"))
        {
            Always = Outcome.Good(),
        },
        new("HTTP/1.0 without a length", async exchange =>
        {
            await exchange.SendAsync($"HTTP/1.0 200 OK\r\nContent-Type: {Answers.Type(exchange.Way)}\r\n\r\n{Answers.Body(exchange.Way)}");
            exchange.Close();
        }) { Always = Outcome.Good() },
        new("header beyond ASCII", exchange => exchange.SendAsync(
            Answers.Http(Answers.Type(exchange.Way), Answers.Body(exchange.Way), headers: "x-odd: caf\u00e9\r\n")))
        {
            Always = Outcome.Good(),
        },
        Passes("HTML page with 502", "text/html", Html, new(502, "upstream_error"), "502 Bad Gateway"),
        Passes("HTML page with 200", "text/html", Html, new(200, "not_a_completion")),
        Passes("redirect", "text/plain", "moved", new(302, "upstream_error"), "302 Found", "Location: http://127.0.0.1:1/\r\n"),
        Passes("gzip that is none", "application/json", Rubbish, new(200, "encoded"), headers: "Content-Encoding: gzip\r\n"),
        new("status 205 with a body", exchange => exchange.SendAsync(Answers.Http("application/json", Answers.Json, "205 Reset Content")))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
        new("switches protocols unasked", exchange => exchange.SendAsync(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
        new("empty body", exchange => exchange.SendAsync(Answers.Http(Answers.Type(exchange.Way), "")))
        {
            Sent = _ => "",
            Json = new(200, "not_a_completion"),
            Stream = new(200, "no_text"),
            PassThrough = new(200),
        },
        new("text that is not UTF-8", exchange => exchange.SendAsync(
            Answers.Http(Answers.Type(exchange.Way), Answers.Body(exchange.Way).Replace("A bad", NotUtf8, StringComparison.Ordinal))))
        {
            Sent = way => Answers.Body(way).Replace("A bad", NotUtf8, StringComparison.Ordinal),
            Json = new(200, "not_a_completion"),
            Stream = new(200, "not_a_completion"),
            PassThrough = new(200),
        },
        Passes("JSON ten thousand deep", "application/json", new string('[', 10_000), new(200, "too_large")),
        Passes("JSON a thousand deep", "application/json", new string('[', 1000), new(200, "not_a_completion")),
        new("event longer than the limit", exchange => exchange.SendAsync(Answers.Http("text/event-stream", LongEvent)))
        {
            Sent = _ => LongEvent,
            Stream = new(200, "too_large"),
        },
        new("endless body", async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way));
            while (true)
                await exchange.SendAsync(Answers.Chunk(exchange.Way == Way.Stream ? Answers.FirstEvent : Answers.Json));
        })
        {
            Json = new(200, "too_large", Ending: Ending.Endless),
            Stream = new(200, "too_large", Ending: Ending.Endless),
            PassThrough = new(200, Ending: Ending.Endless),
        },
    ];

    private static string LongEvent { get; } =
        Answers.FirstEvent + Answers.FirstEvent.Replace("bad", new string('x', 100_000), StringComparison.Ordinal) + "data: [DONE]\n\n";

    private static Fault Passes(string name, string type, string body, Outcome outcome, string status = "200 OK", string headers = "") =>
        new(name, exchange => exchange.SendAsync(Answers.Http(type, body, status, headers)))
        {
            Sent = _ => body,
            Json = outcome,
            Stream = outcome,
            PassThrough = outcome with { Reason = null },
        };
}
