using System.CommandLine;
using System.Diagnostics;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>
/// One training step of the edit flow here and in the system's PyTorch: same sizes, same batches, rounds taken in turn in one run.
/// </summary>
internal static class TrainStepCommand
{
    private const double Dropout = 0.1;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds, each of both.", DefaultValueFactory = _ => 7 };
        var steps = new Option<int>("--steps") { Description = "Steps a round.", DefaultValueFactory = _ => 10 };
        var python = new Option<string>("--python") { Description = "A Python with torch.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var threads = new Option<int>("--threads") { Description = "Threads of PyTorch; 0 leaves it at its default, its fastest here." };
        var json = ResultsFile.Option("edit-flow");
        var command = new Command("train-step", "Training step against PyTorch.") { rounds, steps, python, threads, json };
        command.SetAction(parsed =>
        {
            var (ours, theirs, version) = Measure(parsed.GetValue(rounds), parsed.GetValue(steps), parsed.GetValue(python)!, parsed.GetValue(threads));
            var ratio = Quantile.Median([.. theirs.Zip(ours, (t, o) => t / o)]);
            Console.WriteLine($"ours {1000 * Quantile.Median(ours):F0} ms a step, PyTorch {version} {1000 * Quantile.Median(theirs):F0} ms; speed ratio {ratio:F2} (rounds {string.Join(" ", theirs.Zip(ours, (t, o) => $"{t / o:F2}"))})");
            ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object>
            {
                ["train_step_ratio_vs_pytorch"] = Math.Round(ratio, 3),
                ["train_step_ms"] = Math.Round(1000 * Quantile.Median(ours), 1),
                ["train_step_pytorch_ms"] = Math.Round(1000 * Quantile.Median(theirs), 1),
                ["train_step_pytorch_version"] = version,
            });
        });
        return command;
    }

    private static (double[] Ours, double[] Theirs, string Version) Measure(int rounds, int steps, string python, int threads)
    {
        var options = new EditFlowOptions { Dropout = Dropout };
        var shape = new EditFlowShape { Vocabulary = options.Vocabulary, Width = options.Width, Depth = options.Depth, Heads = options.Heads };
        var batches = SyntheticBatches(shape, options);
        using var peer = new PyTorchPeer(python, shape, Dropout, threads, batches);

        manual_seed(1);
        var net = new EditFlowNet(shape, Dropout);
        var replayed = new EditFlowTask(net, step => batches[step % batches.Count], [], ParallelGradient.TakeCores());
        using var optimizer = optim.AdamW(net.parameters(), 8e-4, beta1: 0.9, beta2: 0.98, weight_decay: 0.01);
        using var average = new ExponentialMovingAverage(net, 0.999);
        var (ours, theirs, done) = (new List<double>(), new List<double>(), 0);
        for (var round = -1; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < steps; i++, done++)
            {
                TrainingLoop.Step(replayed, optimizer, done, new LoopOptions { Steps = 1 }, 8e-4, out _);
                average.Update(done);
            }

            var (here, there) = (Stopwatch.GetElapsedTime(start).TotalSeconds / steps, peer.Run(steps) / steps);
            Console.WriteLine(round < 0 ? $"warm-up: {here:F3} s here, {there:F3} s there" : $"round {round + 1}: {here:F3} s here, {there:F3} s there");
            if (round < 0)
                continue;
            ours.Add(here);
            theirs.Add(there);
        }

        return ([.. ours], [.. theirs], peer.Version);
    }

    /// <summary>Sixteen batches of pairs like real ones: 6 to 40 tokens, about a third of them edited.</summary>
    private static List<EditFlowBatch> SyntheticBatches(EditFlowShape shape, EditFlowOptions options)
    {
        var random = new Random(1);
        int Token() => random.Next(260, shape.Vocabulary);
        var groups = Enumerable.Range(0, 2000).Select(_ =>
        {
            var source = Enumerable.Range(0, random.Next(6, 40)).Select(_ => Token()).ToArray();
            var target = source.Select(t => random.Next(6) switch { 0 => Alignment.Blank, 1 => Token(), _ => t }).ToArray();
            return new[] { new EditExample([], source, target) };
        }).ToList();
        var batcher = new EditFlowBatcher(groups, shape, options, seed: 1);
        return [.. Enumerable.Range(0, 16).Select(batcher.Next)];
    }
}
