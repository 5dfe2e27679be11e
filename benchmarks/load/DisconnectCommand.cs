using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>How long work for a client goes on after the client has left: the upstream's, and the models'.</summary>
internal static class DisconnectCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--requests") { Description = "Requests of each kind that are left.", DefaultValueFactory = _ => 200 };
        var bundle = new Option<DirectoryInfo>("--bundle") { Description = "Bundle whose work is left, too; without it none is." };
        var json = ResultsFile.Option("proxy");
        var command = new Command("disconnect", "Time from a client's leaving to the end of the work done for it.") { count, bundle, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var fields = new Dictionary<string, object>();
            await using var upstream = await StallingUpstream.StartAsync(cancellationToken);
            using var loaded = parsed.GetValue(bundle) is { } directory ? ModelBundle.Load(directory.FullName, new OnnxOptions()) : null;
            var aligner = new WatchedAligner(loaded?.Edit?.Aligner);
            await using var proxy = await LeftProxy.StartAsync(upstream.Address, aligner, cancellationToken);

            var ends = new List<double>();
            foreach (var way in new[] { StallingUpstream.Silent, StallingUpstream.Stream })
                ends.AddRange(await proxy.LeaveAsync(way, "off", upstream, parsed.GetValue(count), cancellationToken));
            Tell("disconnect", ends);
            if (loaded is not null)
            {
                var works = await proxy.LeaveAsync(StallingUpstream.Answer, "edit", aligner, parsed.GetValue(count), cancellationToken);
                Tell("disconnect_model", works);
            }


            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {value}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);

            void Tell(string name, List<double> milliseconds)
            {
                fields[$"{name}_requests"] = milliseconds.Count;
                fields[$"{name}_over_100_ms"] = milliseconds.Count(time => time > 100);
                foreach (var (quantile, share) in new[] { ("p50", 0.5), ("p95", 0.95), ("max", 1.0) })
                    fields[$"{name}_ms_{quantile}"] = Math.Round(Quantile.Of(milliseconds, share), 2);
            }
        });
        return command;
    }
}
