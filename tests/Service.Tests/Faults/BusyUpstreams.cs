namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>Statuses that ask to come again, or not to.</summary>
internal static class BusyUpstreams
{
    private const string Body = "{\"error\":{\"message\":\"busy\"}}";

    private const string TooMany = "429 Too Many Requests";

    public static IEnumerable<Fault> All =>
    [
        Then("429, retry-after in seconds", TooMany, "retry-after: 3\r\n") with { Wait = TimeSpan.FromSeconds(3) },
        // The clock starts at that midnight.
        Then("429, retry-after as a date", TooMany, "retry-after: Sat, 01 Jan 2000 00:00:03 GMT\r\n") with
        {
            Wait = TimeSpan.FromSeconds(3),
        },
        Then("429, retry-after-ms", TooMany, "retry-after-ms: 1500\r\nretry-after: 30\r\n") with { Wait = TimeSpan.FromSeconds(1.5) },
        Then("429, retry-after that is no time", TooMany, "retry-after: soon\r\n"),
        Then("429, retry-after below zero", TooMany, "retry-after: -5\r\nretry-after-ms: -5\r\n"),
        Stays("429, retry-after beyond all budgets", TooMany, "retry-after: 3600\r\n"),
        Stays("429, retry-after beyond all numbers", TooMany, "retry-after: 99999999999999999999\r\n"),
        Stays("429, retry-after-ms beyond all numbers", TooMany, "retry-after-ms: 1e300\r\n"),
        Stays("429 that forbids a retry", TooMany, "x-should-retry: false\r\n"),
        Then("503 once", "503 Service Unavailable"),
        Then("503 twice", "503 Service Unavailable", times: 2),
        Stays("503 for good", "503 Service Unavailable", attempts: 3),
        Then("408 once", "408 Request Timeout", "Connection: close\r\n"),
        Stays("500", "500 Internal Server Error"),
        Then("500 that asks for a retry", "500 Internal Server Error", "x-should-retry: true\r\n"),
    ];

    private static Fault Then(string name, string status, string headers = "", int times = 1) =>
        new(name, exchange => exchange.SendAsync(
            exchange.Attempt <= times ? Answers.Http("application/json", Body, status, headers) : exchange.Good))
        {
            Sent = _ => Body,
            Json = Outcome.Good(attempts: times + 1),
            Stream = Outcome.Good(attempts: times + 1),
            PassThrough = new(int.Parse(status[..3])),
            WaitsToRetry = true,
        };

    private static Fault Stays(string name, string status, string headers = "", int attempts = 1)
    {
        var outcome = new Outcome(int.Parse(status[..3]), "upstream_error") { Attempts = attempts };
        return new(name, exchange => exchange.SendAsync(Answers.Http("application/json", Body, status, headers)))
        {
            Sent = _ => Body,
            Json = outcome,
            Stream = outcome,
            PassThrough = outcome with { Reason = null, Attempts = 1 },
        };
    }
}
