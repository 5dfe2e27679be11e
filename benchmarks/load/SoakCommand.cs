using System.CommandLine;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>Half the knee's load for minutes, with upstream faults: does anything break, grow or get lost?</summary>
internal static class SoakCommand
{
    private const double Faults = 0.01, Aligned = 0.01;

    /// <summary>The knee is the highest rate of the sweep at which the 99th percentile stays below this.</summary>
    private static readonly TimeSpan s_kneeLatency = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "Length.", DefaultValueFactory = _ => 10 };
        var bundle = new Option<DirectoryInfo>("--bundle")
        {
            Description = "Bundle that aligns one answer in a hundred; without it none is.",
        };
        var json = ResultsFile.Option("proxy");
        var command = new Command("soak", "Half the knee's load with one percent of upstream faults.") { minutes, bundle, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var log = new FileInfo(Path.GetTempFileName());
            try
            {
                var time = TimeSpan.FromMinutes(parsed.GetValue(minutes));
                var fields = await RunAsync(time, parsed.GetValue(bundle), log, cancellationToken);
                foreach (var (name, value) in fields)
                    Console.WriteLine($"{name}: {value}");
                ResultsFile.Merge(parsed.GetValue(json)!, fields);
            }
            finally
            {
                log.Delete();
            }
        });
        return command;
    }

    private static async Task<Dictionary<string, object>> RunAsync(
        TimeSpan time, DirectoryInfo? bundle, FileInfo log, CancellationToken cancellationToken)
    {
        using var upstream = await LoadTarget.ServeAsync("upstream", 0, cancellationToken);
        using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken, log, bundle);
        var address = new Uri($"http://127.0.0.1:{proxy.Port}");
        if (bundle is not null)
            await RequestCounts.WaitUntilReadyAsync(address, cancellationToken);

        using var load = new OpenLoop(address, Faults, bundle is null ? 0 : Aligned, seed: 1);
        var (knee, sent) = await KneeAsync(load, cancellationToken);
        using var stop = new CancellationTokenSource();
        var memory = MemoryTrend.WatchAsync(() => proxy.WorkingSet, TimeSpan.FromSeconds(2), stop.Token);
        Console.WriteLine($"soak: {knee / 2:F0} requests/s for {time.TotalMinutes} min, {Faults:P0} of them with an upstream fault");
        var report = await load.RunAsync(knee / 2, time, cancellationToken);
        await stop.CancelAsync();
        var trend = await memory;
        sent += report.Outcomes.Count;

        var counted = await RequestCounts.ReadAsync(address, cancellationToken);
        await proxy.StopAsync(cancellationToken);
        var logged = RequestCounts.OfLog(log);
        foreach (var (wrong, count) in report.Errors)
            Console.WriteLine($"not the upstream's: {wrong}, {count} times");
        return new()
        {
            ["knee_rps"] = Math.Round(knee),
            ["soak_minutes"] = Math.Round(report.Elapsed.TotalMinutes, 2),
            ["soak_requests"] = report.Outcomes.Count,
            ["soak_aligned"] = report.Outcomes.Count(outcome => outcome.Request.Aligned),
            ["soak_faults"] = report.Outcomes.Count(outcome => outcome.Request.Failure is not null),
            ["soak_errors"] = report.Errors.Values.Sum(),
            ["soak_ms_p50"] = Math.Round(report.Latency(0.5), 3),
            ["soak_ms_p99"] = Math.Round(report.Latency(0.99), 3),
            ["soak_mb_per_hour"] = Math.Round(trend.PerHour, 2),
            ["soak_mb_per_hour_error"] = Math.Round(trend.Error, 2),
            ["soak_mb"] = Math.Round(trend.Mean, 1),
            ["soak_not_in_metrics"] = sent - counted,
            ["soak_not_in_log"] = sent - logged,
        };
    }

    // The sweep is warm-up, too.
    private static async Task<(double Knee, long Sent)> KneeAsync(OpenLoop load, CancellationToken cancellationToken)
    {
        var (knee, sent) = (0.0, 0L);
        await Step(50, 10);
        for (var rate = 100.0; ; rate *= 1.25)
        {
            var report = await Step(rate, 5);
            if (report.Rate < 0.9 * rate || report.Latency(0.99) > s_kneeLatency.TotalMilliseconds)
                return (Math.Max(knee, 50), sent);
            knee = rate;
        }

        async Task<LoadReport> Step(double rate, double seconds)
        {
            var report = await load.RunAsync(rate, TimeSpan.FromSeconds(seconds), cancellationToken);
            Console.WriteLine($"sweep: {rate:F0} requests/s offered, {report.Rate:F0} served, p99 {report.Latency(0.99):F1} ms");
            sent += report.Outcomes.Count;
            return report;
        }
    }
}
