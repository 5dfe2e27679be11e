using System.Globalization;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>How many chat requests the proxy has counted, by its metrics and by its log.</summary>
internal static class RequestCounts
{
    private const string Route = "/v1/chat/completions";

    /// <summary>Sum of <c>pflow_requests_total</c> over all labels of the route, from the Prometheus endpoint.</summary>
    public static async Task<long> ReadAsync(Uri proxy, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = proxy };
        var text = await client.GetStringAsync("/metrics", cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith("pflow_requests_total{", StringComparison.Ordinal))
            .Where(line => line.Contains(Route, StringComparison.Ordinal))
            .Sum(line => long.Parse(line[(line.LastIndexOf('}') + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Lines of the log that tell a chat request's end.</summary>
    public static long OfLog(FileInfo log) =>
        File.ReadLines(log.FullName).LongCount(line => line.Contains($" route={Route} ", StringComparison.Ordinal));

    public static async Task WaitUntilReadyAsync(Uri proxy, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = proxy };
        while (!(await client.GetAsync("/readyz", cancellationToken)).IsSuccessStatusCode)
            await Task.Delay(200, cancellationToken);
    }
}
