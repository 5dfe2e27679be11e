namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>The headers are good, the body breaks off, stalls or is badly framed.</summary>
internal static class BrokenBodies
{
    public static IEnumerable<Fault> All =>
    [
        new("reset after the headers", async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way));
            exchange.Reset();
        }) { Always = Outcome.Fails(502, "upstream_reset") },
        Broken("closed in the middle of a Content-Length", "upstream_reset", async exchange =>
        {
            await exchange.SendAsync($"{Answers.Head(Answers.Type(exchange.Way))}Content-Length: 1000\r\n\r\n{Begin(exchange.Way)}");
            exchange.Close();
        }),
        Broken("half-closed in the middle of a Content-Length", "upstream_reset", async exchange =>
        {
            await exchange.SendAsync($"{Answers.Head(Answers.Type(exchange.Way))}Content-Length: 1000\r\n\r\n{Begin(exchange.Way)}");
            exchange.HalfClose();
        }),
        Broken("closed in the middle of the chunks", "upstream_reset", async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Begin(exchange.Way)));
            exchange.Close();
        }),
        Broken("closed in the middle of a chunk", "upstream_reset", async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Begin(exchange.Way)) + "ff\r\ndata: {\"id\"");
            exchange.Close();
        }),
        new("chunk size that is no number", exchange =>
            exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Begin(exchange.Way)) + "zz\r\n"))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
        Broken("silence in the middle of the body", "upstream_idle_timeout", exchange =>
            exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Begin(exchange.Way))), status: 504) with
        {
            Wait = Fault.IdleTimeout,
        },
        new("Content-Length too long, connection left open", exchange =>
            exchange.SendAsync($"{Answers.Head(Answers.Type(exchange.Way))}Content-Length: 1000\r\n\r\n{Answers.Body(exchange.Way)}"))
        {
            Wait = Fault.IdleTimeout,
            Json = Outcome.Fails(504, "upstream_idle_timeout"),
            Stream = Outcome.Good(), // after [DONE] nothing is missing
            PassThrough = Cut,
        },
        new("last chunk missing", async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Answers.Body(exchange.Way)));
            exchange.Close();
        })
        {
            Json = Outcome.Fails(502, "upstream_reset"),
            Stream = Outcome.Good(),
            PassThrough = Cut,
        },
        new("Content-Length too short", exchange =>
            exchange.SendAsync($"{Answers.Head(Answers.Type(exchange.Way))}Content-Length: 60\r\n\r\n{Answers.Body(exchange.Way)}"))
        {
            Sent = way => Answers.Body(way)[..60],
            Json = new(200, "not_a_completion"),
            Stream = new(200, "not_a_completion"),
            PassThrough = new(200),
        },
        new("second response that nobody asked for", exchange =>
            exchange.SendAsync(exchange.Good + Answers.Http("text/html", "for somebody else"))) { Always = Outcome.Good() },
        new("two different Content-Lengths", exchange => exchange.SendAsync(
            Answers.Http(Answers.Type(exchange.Way), Answers.Body(exchange.Way), headers: "Content-Length: 5\r\n")))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
        new("the same Content-Length twice", exchange => exchange.SendAsync(Answers.Http(
            Answers.Type(exchange.Way), Answers.Body(exchange.Way), headers: $"Content-Length: {Answers.Body(exchange.Way).Length}\r\n")))
        {
            Always = Outcome.Good(),
        },
        new("Content-Length beside chunks", exchange => exchange.SendAsync(
            Answers.ChunkedHead(exchange.Way, "Content-Length: 5\r\n") + Answers.Chunk(Answers.Body(exchange.Way)) + "0\r\n\r\n"))
        {
            Always = Outcome.Good(),
        },
        new("Content-Length that is no number", exchange => exchange.SendAsync(
            $"{Answers.Head(Answers.Type(exchange.Way))}Content-Length: many\r\n\r\n{Answers.Body(exchange.Way)}"))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
    ];

    private static Outcome Cut => new(200, Ending: Ending.Cut);

    private static Fault Broken(string name, string code, Func<FaultyExchange, Task> act, int status = 502) => new(name, act)
    {
        Sent = _ => Answers.FirstEvent,
        Json = Outcome.Fails(status, code),
        Stream = new(200, "upstream_failed", code, Ending.ErrorEvent),
        PassThrough = Cut,
    };

    private static string Begin(Way way) => way == Way.Stream ? Answers.FirstEvent : Answers.Json[..60];
}
