using System.Diagnostics;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>A closed loop: each connection asks again as soon as it has its answer.</summary>
internal static class LoadGenerator
{
    /// <summary>The median time of a request on one connection to each target, in milliseconds.</summary>
    /// <remarks>The targets are asked in turn, a block of requests each, so that all of them meet the machine in the same moods.</remarks>
    public static async Task<IReadOnlyList<double>> MediansAsync(
        IReadOnlyList<LoadTarget> targets, int requests, CancellationToken cancellationToken)
    {
        const int Blocks = 20, WarmUp = 20;
        var times = targets.Select(_ => new List<double>()).ToList();
        for (var block = 0; block < Blocks; block++)
        {
            foreach (var (target, own) in targets.Zip(times))
            {
                using var connection = await LoadConnection.OpenAsync(target.Port, cancellationToken);
                for (var i = -WarmUp; i < requests / Blocks; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    await connection.AskAsync(cancellationToken);
                    if (i >= 0)
                        own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        return [.. times.Select(Quantile.Median)];
    }

    /// <summary>Requests a second over several connections to each target, and the processor time of one there, in microseconds.</summary>
    /// <param name="time">Of each target, in slices, in turn like the blocks of <see cref="MediansAsync"/>.</param>
    public static async Task<IReadOnlyList<(double Rate, double Cost)>> ThroughputsAsync(
        IReadOnlyList<LoadTarget> targets, int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        const int Slices = 12;
        var totals = new (int Count, TimeSpan Took, TimeSpan Used)[targets.Count];
        for (var slice = 0; slice < Slices; slice++)
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var used = targets[i].ProcessorTime;
                var start = Stopwatch.GetTimestamp();
                var count = await CountAsync(targets[i], connections, time / Slices, cancellationToken);
                var (before, took) = (totals[i], Stopwatch.GetElapsedTime(start));
                totals[i] = (before.Count + count, before.Took + took, before.Used + targets[i].ProcessorTime - used);
            }
        }

        return [.. totals.Select(total => (total.Count / total.Took.TotalSeconds, total.Used.TotalMicroseconds / total.Count))];
    }

    private static async Task<int> CountAsync(LoadTarget target, int connections, TimeSpan time, CancellationToken cancellationToken)
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
        return counts.Sum();
    }
}
