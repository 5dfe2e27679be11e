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
        var knee = await KneeAsync(upstream, bundle, cancellationToken);

        // A proxy of its own: the sweep ends in too much load, and the heap that it takes stays until a full collection comes.
        using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken, log, bundle);
        var address = await ReadyAsync(proxy, bundle, cancellationToken);
        using var load = Load(address, bundle);
        using var stop = new CancellationTokenSource();
        var memory = MemoryTrend.WatchAsync(() => proxy.WorkingSet, TimeSpan.FromSeconds(2), stop.Token);
        Console.WriteLine($"soak: {knee / 2:F0} requests/s for {time.TotalMinutes} min, {Faults:P0} of them with an upstream fault");
        var report = await load.RunAsync(knee / 2, time, cancellationToken);
        await stop.CancelAsync();
        var trend = await memory;
        var sent = report.Outcomes.Count;

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

    private static async Task<double> KneeAsync(LoadTarget upstream, DirectoryInfo? bundle, CancellationToken cancellationToken)
    {
        using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken, bundle: bundle);
        using var load = Load(await ReadyAsync(proxy, bundle, cancellationToken), bundle);
        const double Least = 50;
        var knee = Least;
        await Step(Least, 10); // warm-up
        for (var rate = 2 * Least; ; rate *= 1.25)
        {
            var report = await Step(rate, 5);
            if (report.Rate < 0.9 * rate || report.Latency(0.99) > s_kneeLatency.TotalMilliseconds)
                return knee;
            knee = rate;
        }

        async Task<LoadReport> Step(double rate, double seconds)
        {
            var report = await load.RunAsync(rate, TimeSpan.FromSeconds(seconds), cancellationToken);
            Console.WriteLine($"sweep: {rate:F0} requests/s offered, {report.Rate:F0} served, p99 {report.Latency(0.99):F1} ms");
            return report;
        }
    }

    private static async Task<Uri> ReadyAsync(LoadTarget proxy, DirectoryInfo? bundle, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{proxy.Port}");
        if (bundle is not null)
            await RequestCounts.WaitUntilReadyAsync(address, cancellationToken);
        return address;
    }

    private static OpenLoop Load(Uri address, DirectoryInfo? bundle) => new(address, Faults, bundle is null ? 0 : Aligned, seed: 1);
}
