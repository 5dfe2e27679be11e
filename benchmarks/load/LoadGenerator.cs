using System.Diagnostics;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>A closed loop: each connection asks again as soon as it has its answer.</summary>
internal static class LoadGenerator
{
    /// <summary>The median time of a request on one connection, in milliseconds.</summary>
    public static async Task<double> MedianAsync(LoadTarget target, int requests, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.OpenAsync(target.Port, cancellationToken);
        var times = new double[requests];
        for (var i = -requests / 10; i < requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await connection.AskAsync(cancellationToken);
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Quantile.Median(times);
    }

    /// <summary>Requests a second over several connections.</summary>
    public static async Task<double> ThroughputAsync(LoadTarget target, int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                using var connection = await LoadConnection.OpenAsync(target.Port, cancellationToken);
                var count = 0;
                for (; Stopwatch.GetElapsedTime(start) < time; count++)
                    await connection.AskAsync(cancellationToken);
                return count;
            },
            cancellationToken)));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
