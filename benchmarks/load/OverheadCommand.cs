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
        var rounds = new Option<int>("--rounds") { Description = "Rounds, each through all targets.", DefaultValueFactory = _ => 15 };
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
        var command = new Command("overhead", "Latency and throughput with alignment off.") { rounds, requests, seconds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var upstream = await LoadTarget.ServeAsync("upstream", 0, cancellationToken);
            using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken);
            using var copyLoop = await LoadTarget.ServeAsync("copy-loop", upstream.Port, cancellationToken);
            using var nginx = await LoadTarget.NginxAsync(upstream.Port, cancellationToken);
            LoadTarget[] targets = [upstream, copyLoop, nginx, proxy];
            foreach (var target in targets)
                await CheckAsync(target, cancellationToken);

            var latencies = targets.ToDictionary(target => target, _ => new List<double>());
            var rates = targets.ToDictionary(target => target, _ => new List<double>());
            var costs = targets.ToDictionary(target => target, _ => new List<double>());
            for (var round = 0; round <= parsed.GetValue(rounds); round++)
            {
                var time = round == 0 ? s_warmUp : TimeSpan.FromSeconds(parsed.GetValue(seconds));
                var medians = await LoadGenerator.MediansAsync(targets, parsed.GetValue(requests), cancellationToken);
                var throughputs = await LoadGenerator.ThroughputsAsync(targets, Connections, time, cancellationToken);
                foreach (var (target, latency, (rate, cost)) in targets.Zip(medians, throughputs))
                {
                    var name = round == 0 ? "warm-up" : $"round {round}";
                    Console.WriteLine($"{name}: {target.Name,-10} {latency:F3} ms, {rate:F0} requests/s, {cost:F0} us");
                    if (round == 0)
                        continue;
                    latencies[target].Add(latency);
                    rates[target].Add(rate);
                    costs[target].Add(cost);
                }
            }

            double Added(LoadTarget target) =>
                Math.Round(Quantile.Median(latencies[target].Zip(latencies[upstream], (own, direct) => own - direct)), 4);
            double Ratio(LoadTarget other) =>
                Math.Round(Quantile.Median(rates[proxy].Zip(rates[other], (own, its) => own / its)), 3);
            var fields = new Dictionary<string, object>
            {
                ["direct_ms_c1"] = Math.Round(Quantile.Median(latencies[upstream]), 4),
                ["added_ms_c1"] = Added(proxy),
                ["copy_loop_added_ms_c1"] = Added(copyLoop),
                ["nginx_added_ms_c1"] = Added(nginx),
                ["cpu_us_per_request"] = Math.Round(Quantile.Median(costs[proxy]), 1),
                ["copy_loop_cpu_us_per_request"] = Math.Round(Quantile.Median(costs[copyLoop]), 1),
                ["throughput_c16"] = Math.Round(Quantile.Median(rates[proxy])),
                ["throughput_c16_vs_copy_loop"] = Ratio(copyLoop),
                ["throughput_c16_vs_nginx"] = Ratio(nginx),
                ["throughput_c16_vs_direct"] = Ratio(upstream),
            };
            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {value}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);
        });
        return command;
    }

    /// <summary>A target that answers something else would be fast for nothing.</summary>
    private static async Task CheckAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        using var connection = await LoadConnection.OpenAsync(target.Port, cancellationToken);
        var body = await connection.AskAsync(cancellationToken);
        if (body.Span.IndexOf(Encoding.UTF8.GetBytes(LoadRequest.Answer)) < 0)
            throw new InvalidDataException($"{target.Name} did not give the recorded answer.");
    }
}
