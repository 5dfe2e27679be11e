using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

internal static class ErrorExchanges
{
    private const string Body = """{"error":{"message":"No such thing.","type":"invalid_request_error","param":null,"code":"x"}}""";

    public static IEnumerable<Exchange> All =>
    [
        .. new[] { 400, 401, 403, 404, 409, 413, 415, 422, 500, 501, 502, 504, 520, 529 }
            .Select(status => Completion($"status {status}", Body) with { Status = status }),
        Once(Completion("status 408", Body) with { Status = 408 }),
        Once(Completion("status 429", Body) with
        {
            Status = 429,
            Tells = [("Content-Type", "application/json"), ("retry-after-ms", "1500"), ("Retry-After", "002"), ("x-should-retry", "true")],
        }),
        Once(Completion("status 503 until a date", Body) with
        {
            Status = 503,
            Tells = [("Content-Type", "application/json"), ("Retry-After", "Saturday, 01-Jan-00 00:00:07 GMT")],
        }),
        Completion("HTML error", "<html><h1>502 Bad Gateway</h1>cloudflare</html>\n") with
        {
            Status = 502,
            Tells = [("Content-Type", "text/html; charset=UTF-8"), ("CF-RAY", "abc-FRA")],
        },
        Completion("plain text error", "upstream connect error") with { Status = 500, Tells = [("Content-Type", "text/plain")] },
        Completion("error without a body", "") with { Status = 500, Tells = [] },
        Completion("error as a string", """{"error":"model not loaded"}""") with { Status = 404 },
        Completion("error as a list", """[{"error":{"code":400,"status":"INVALID_ARGUMENT"}}]""") with { Status = 400 },
        Completion("error of another shape", "{\"object\":\"error\",\"message\":\"ctx\",\"code\":40303}\n") with { Status = 400 },
        Completion("error with a reason of its own", Body) with { Status = 400, Reason = "Model Is Asleep" },
        Completion("gzip error", "") with
        {
            Status = 401,
            Tells = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
            Answer = Packed(Body, Gzip),
        },
        Completion("challenge", Body) with { Status = 401, Tells = [("WWW-Authenticate", "Bearer realm=\"a\", Basic realm=\"b\"")] },
        Completion("redirect", "") with { Status = 307, Tells = [("Location", "https://elsewhere/v1/chat/completions?a=%20")] },
        Completion("accepted", """{"id":"later"}""") with { Status = 202 },
    ];

    // Where the answer is read, the proxy would ask again for a client that does not; this one says that it does.
    private static Exchange Once(Exchange exchange) => exchange with { Asks = [.. exchange.Asks, ("x-stainless-retry-count", "1")] };
}
