using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>What stands around the bodies: each once for chat, which is read, and once for another endpoint, which is not.</summary>
internal static class HeaderExchanges
{
    public static IEnumerable<Exchange> All => Told.Concat(Asked).SelectMany(exchange => new[]
    {
        exchange,
        exchange with { Name = $"{exchange.Name}, elsewhere", Target = "/v1/elsewhere" },
    });

    private static IEnumerable<Exchange> Told =>
    [
        Tells("rate limits",
            ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-tokens", "149984"), ("x-ratelimit-reset-requests", "8.64s")),
        Tells("OpenAI's own",
            ("x-request-id", "req_1"), ("openai-organization", "org"), ("openai-processing-ms", "12"), ("openai-version", "2020-10-01")),
        Tells("cookies", ("Set-Cookie", "a=1; Path=/; HttpOnly"), ("Set-Cookie", "b=\"2, 3\"; Expires=Wed, 21 Oct 2026 07:28:00 GMT")),
        Tells("repeated",
            ("x-several", "a"), ("x-several", "b,c"), ("Vary", "Origin"), ("Vary", "accept-encoding"), ("Via", "1.1 a"), ("Via", "1.1 b")),
        Tells("odd writing",
            ("Cache-Control", "private,max-age=0 , x"), ("x-odd", "a  b\tc; \"q\\\"\""), ("Link", "</a>;rel=next,</b>; rel=\"last\"")),
        Tells("not ASCII", ("x-name", "caf\u00e9 \u00ff"), ("Content-Disposition", "attachment; filename=\"\u00e9.txt\"")),
        Tells("empty value", ("x-empty", "")),
        Tells("dates",
            ("Date", "Thu, 01 Jan 1970 00:00:00 GMT"), ("Expires", "0"), ("Last-Modified", "Thursday, 01-Jan-70 00:00:00 GMT"),
            ("Age", "00")),
        Tells("server", ("Server", "uvicorn/0.1 (odd)"), ("Alt-Svc", "h3=\":443\"; ma=86400"), ("Strict-Transport-Security", "max-age=1")),
        Tells("timings", ("Server-Timing", "db;dur=1.50")),
        Tells("deprecated",
            ("Warning", "299 - \"old\""), ("Pragma", "no-cache"), ("Content-Language", "en , de"), ("Content-Location", "/a b")),
    ];

    private static IEnumerable<Exchange> Asked =>
    [
        Asks("credentials", ("Authorization", "Basic dTpw"), ("api-key", "azure"), ("OpenAI-Organization", "org"), ("OpenAI-Project", "p")),
        Asks("tracing",
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "a=1,b=2"), ("baggage", "k=v")),
        Asks("ids",
            ("X-Client-Request-Id", "id 1"), ("Idempotency-Key", "\u00e9"), ("x-stainless-lang", "js"), ("x-stainless-retry-count", "0")),
        Asks("browser", ("Origin", "https://a"), ("Referer", "https://a/b?c"), ("Cookie", "a=1; b=2"), ("User-Agent", "odd/1 (x; y) z")),
        Asks("preferences",
            ("Accept", "application/json, text/event-stream;q=0.9"), ("Accept-Language", "de,en;q=0.5"),
            ("Accept-Encoding", "gzip, deflate, br, zstd")),
        Asks("forwarded", ("X-Forwarded-For", "10.0.0.1, 10.0.0.2"), ("Forwarded", "for=1.2.3.4;proto=https"), ("Via", "1.0 fred")),
    ];

    private static Exchange Tells(string name, params (string Name, string Value)[] tells) =>
        Completion(name, ChatExchanges.Plain) with { Tells = [("Content-Type", "application/json"), .. tells] };

    private static Exchange Asks(string name, params (string Name, string Value)[] asks) =>
        Completion(name, ChatExchanges.Plain) with { Asks = [("Content-Type", "application/json"), .. asks] };
}
