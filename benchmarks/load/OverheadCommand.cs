using System.CommandLine;
using System.Text;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>
/// What the proxy costs with alignment off: beside the upstream itself, the bare copy loop and nginx, all in one run, in turn.
/// </summary>
internal static class OverheadCommand
{
    private const int Connections = 16;

    /// <summary>Until the just-in-time compiler has done its work.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var processes = new Option<int>("--processes")
        {
            Description = "How often all targets are started anew: one process differs from the next of the same program by some percent.",
            DefaultValueFactory = _ => 3,
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each, through all targets.", DefaultValueFactory = _ => 7 };
        var requests = new Option<int>("--requests")
        {
            Description = "Requests of a round on one connection.",
            DefaultValueFactory = _ => 2000,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = $"Seconds of a round on {Connections} connections.",
            DefaultValueFactory = _ => 3,
        };
        var json = ResultsFile.Option("proxy");
        var command = new Command("overhead", "Latency and throughput with alignment off.") { processes, rounds, requests, seconds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var all = new List<IReadOnlyList<Figures>>();
            for (var process = 1; process <= parsed.GetValue(processes); process++)
            {
                Console.WriteLine($"processes, {process} of {parsed.GetValue(processes)}");
                all.AddRange(await MeasureAsync(
                    parsed.GetValue(rounds), parsed.GetValue(requests), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken));
            }

            var fields = Summary(all);
            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {value}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);
        });
        return command;
    }

    /// <summary>The rounds of one process for each target, in the order of <see cref="Target"/>.</summary>
    private static async Task<List<IReadOnlyList<Figures>>> MeasureAsync(
        int rounds, int requests, TimeSpan time, CancellationToken cancellationToken)
    {
        using var upstream = await LoadTarget.ServeAsync("upstream", 0, cancellationToken);
        using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken);
        using var copyLoop = await LoadTarget.ServeAsync("copy-loop", upstream.Port, cancellationToken);
        using var nginx = await LoadTarget.NginxAsync(upstream.Port, cancellationToken);
        LoadTarget[] targets = [upstream, copyLoop, nginx, proxy];
        foreach (var target in targets)
            await CheckAsync(target, cancellationToken);

        var measured = new List<IReadOnlyList<Figures>>();
        for (var round = 0; round <= rounds; round++)
        {
            var medians = await LoadGenerator.MediansAsync(targets, requests, cancellationToken);
            var throughputs = await LoadGenerator.ThroughputsAsync(targets, Connections, round == 0 ? s_warmUp : time, cancellationToken);
            Figures[] figures = [.. medians.Zip(throughputs, (latency, throughput) => new Figures(latency, throughput.Rate, throughput.Cost))];
            foreach (var (target, figure) in targets.Zip(figures))
            {
                var name = round == 0 ? "warm-up" : $"round {round}";
                Console.WriteLine($"{name}: {target.Name,-10} {figure.Latency:F3} ms, {figure.Rate:F0} requests/s, {figure.Cost:F0} us");
            }

            if (round > 0)
                measured.Add(figures);
        }

        return measured;
    }

    /// <summary>Medians over the rounds, of differences and ratios within each.</summary>
    private static Dictionary<string, object> Summary(IReadOnlyList<IReadOnlyList<Figures>> rounds)
    {
        double Median(Func<IReadOnlyList<Figures>, double> figure, int digits) => Math.Round(Quantile.Median(rounds.Select(figure)), digits);
        double Added(Target target) => Median(round => round[(int)target].Latency - round[(int)Target.Upstream].Latency, 4);
        double Ratio(Target other) => Median(round => round[(int)Target.Proxy].Rate / round[(int)other].Rate, 3);
        return new()
        {
            ["direct_ms_c1"] = Median(round => round[(int)Target.Upstream].Latency, 4),
            ["added_ms_c1"] = Added(Target.Proxy),
            ["copy_loop_added_ms_c1"] = Added(Target.CopyLoop),
            ["nginx_added_ms_c1"] = Added(Target.Nginx),
            ["cpu_us_per_request"] = Median(round => round[(int)Target.Proxy].Cost, 1),
            ["copy_loop_cpu_us_per_request"] = Median(round => round[(int)Target.CopyLoop].Cost, 1),
            ["throughput_c16"] = Median(round => round[(int)Target.Proxy].Rate, 0),
            ["throughput_c16_vs_copy_loop"] = Ratio(Target.CopyLoop),
            ["throughput_c16_vs_nginx"] = Ratio(Target.Nginx),
            ["throughput_c16_vs_direct"] = Ratio(Target.Upstream),
        };
    }

    /// <summary>A target that answers something else would be fast for nothing.</summary>
    private static async Task CheckAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.OpenAsync(target.Port, cancellationToken);
        var body = await connection.AskAsync(cancellationToken);
        if (body.Span.IndexOf(Encoding.UTF8.GetBytes(LoadRequest.Answer)) < 0)
            throw new InvalidDataException($"{target.Name} did not give the recorded answer.");
    }

    private enum Target
    {
        Upstream,
        CopyLoop,
        Nginx,
        Proxy,
    }

    /// <param name="Latency">Median time of a request on one connection, in milliseconds.</param>
    /// <param name="Rate">Requests a second on several.</param>
    /// <param name="Cost">Processor time of one there, in microseconds.</param>
    private sealed record Figures(double Latency, double Rate, double Cost);
}
