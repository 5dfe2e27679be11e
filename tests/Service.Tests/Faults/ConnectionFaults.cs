namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>Nothing readable comes at all.</summary>
internal static class ConnectionFaults
{
    // Longer than DNS allows a label to be: no resolver knows it, and none needs a network to say so.
    private static readonly string UnknownHost = new('x', 64);

    public static IEnumerable<Fault> All =>
    [
        new("connection refused", null) { Refuses = true, Always = Outcome.Fails(502, "upstream_unreachable", attempts: 0) },
        new("unknown host name", null)
        {
            Elsewhere = _ => $"http://{UnknownHost}",
            Always = Outcome.Fails(502, "upstream_unreachable", attempts: 0),
        },
        new("TLS expected, plain text spoken", null)
        {
            Elsewhere = upstream => $"https://{upstream.Authority}",
            Always = Outcome.Fails(502, "upstream_unreachable"),
        },
        new("reset before the headers", Then(exchange => exchange.Reset())) { Always = Outcome.Fails(502, "upstream_reset") },
        Unanswered("closed without a byte", exchange => exchange.Close()),
        Unanswered("half-closed without a byte", exchange => exchange.HalfClose()),
        new("half a status line", Sends("HTTP/1.1 2")) { Always = Outcome.Fails(502, "upstream_reset") },
        new("half the headers", Sends("HTTP/1.1 200 OK\r\nContent-Ty")) { Always = Outcome.Fails(502, "upstream_reset") },
        new("no HTTP", Sends("SSH-2.0-garbage\r\n\r\n\0\u0001")) { Always = Outcome.Fails(502, "upstream_garbage") },
        new("headers of a megabyte", Sends(Answers.Head("application/json", headers: $"x-large: {new string('x', 1 << 20)}\r\n")))
        {
            Always = Outcome.Fails(502, "upstream_garbage"),
        },
        new("silence before the first byte", _ => Task.CompletedTask)
        {
            Wait = Fault.FirstByteTimeout,
            Always = Outcome.Fails(504, "upstream_timeout"),
        },
        new("idle connection closed between two requests", null)
        {
            Reuses = true,
            Before = upstream => upstream.CloseConnections(),
            Always = Outcome.Good(),
        },
        new("idle connection closed as the next request arrives", exchange =>
        {
            if (exchange.Attempt == 2)
                exchange.Close();
            return exchange.Attempt == 2 ? Task.CompletedTask : exchange.SendAsync(exchange.Good);
        })
        {
            Reuses = true,
            Json = Outcome.Fails(502, "upstream_reset"),
            Stream = Outcome.Fails(502, "upstream_reset"),
            PassThrough = Outcome.Good(attempts: 2),
        },
        new("connection closed after each answer", async exchange =>
        {
            await exchange.SendAsync(exchange.Good.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
            exchange.Close();
        }) { Always = Outcome.Good() },
    ];

    // The HTTP stack asks again by itself, three times, where no body was sent. A completion may have been begun: it is asked for once.
    private static Fault Unanswered(string name, Action<FaultyExchange> end) => new(name, Then(end))
    {
        Json = Outcome.Fails(502, "upstream_reset"),
        Stream = Outcome.Fails(502, "upstream_reset"),
        PassThrough = Outcome.Fails(502, "upstream_reset", attempts: 4),
    };

    private static Func<FaultyExchange, Task> Then(Action<FaultyExchange> end) => exchange =>
    {
        end(exchange);
        return Task.CompletedTask;
    };

    private static Func<FaultyExchange, Task> Sends(string bytes) => async exchange =>
    {
        await exchange.SendAsync(bytes);
        exchange.HalfClose();
    };
}
