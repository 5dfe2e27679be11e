using System.CommandLine;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>MORE beside plain multi-task training (arXiv 2312.07401, table 2): accuracy and ECE of each objective on unseen prompts.</summary>
internal static class MoreCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "Folder with replay, pairs and votes." };
        var seeds = new Option<int>("--seeds") { Description = "Splits and trainings of each method.", DefaultValueFactory = _ => 3 };
        var json = ResultsFile.Option("rewards");
        var command = new Command("more", "Calibration of several objectives over one encoder.") { data, seeds, json };
        command.SetAction(parsed => Measure(parsed.GetValue(data)!, parsed.GetValue(seeds), parsed.GetValue(json)!));
        return command;
    }

    private static void Measure(DirectoryInfo data, int seeds, FileInfo json)
    {
        var pairs = ObjectivePairs.Read(data);
        var features = SampledFeatures.Of(pairs.SelectMany(p => new[] { p.Chosen, p.Rejected }));
        var rows = new List<ObjectiveRow>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var parts = PairParts.Of(pairs, new PairSplit { Validation = 0.1, Test = 0.2, Seed = seed });
            List<ObjectiveExamples> Examples(IEnumerable<PreferencePair> of) => ObjectiveExamples.Of(of, p => p.Objective, t => features[t]);
            var (training, validation, test) = (Examples(parts.Training), Examples(parts.Validation), Examples(parts.HeldOut));
            foreach (var minNorm in new[] { false, true })
                rows.AddRange(Train(minNorm, seed, training, validation, test));
            Console.WriteLine($"seed {seed} done");
        }

        var table = rows.GroupBy(r => (r.Method, r.Objective)).Select(Mean)
            .Concat(rows.GroupBy(r => r.Method).Select(g => Mean(g) with { Objective = "mean" })).ToList();
        foreach (var row in table)
            Console.WriteLine($"{row.Method,-10} {row.Objective,-10} accuracy {row.Accuracy:F4}  ECE {row.Ece:F4}  after temperature {row.EceCalibrated:F4}");
        ResultsFile.Merge(json, new Dictionary<string, object> { ["more"] = new { seeds, rows = table } });
    }

    private static IEnumerable<ObjectiveRow> Train(
        bool minNorm, int seed, List<ObjectiveExamples> training, List<ObjectiveExamples> validation, List<ObjectiveExamples> test)
    {
        manual_seed(seed);
        var options = new ObjectiveOptions { MinNorm = minNorm, Buckets = SampledFeatures.Buckets };
        options = options with { Loop = options.Loop with { Seed = seed, Steps = 600, MaxTime = TimeSpan.FromHours(1) } };
        using var net = new ObjectiveRewardNet(new(training.Count, options.Buckets, options.Width));
        ObjectiveTask Task(List<ObjectiveExamples> held) => new(net, [.. training.Select(o => o.Pairs)], [.. held.Select(o => o.Pairs)], options);
        var fitting = Task(validation);
        TemporaryRun.Of(fitting, options.Loop);
        var measured = Task(test);
        return [.. test.Select((objective, index) =>
        {
            var temperature = Calibration.Fit([.. fitting.HeldOutDifferences(index)]);
            var differences = measured.HeldOutDifferences(index).ToList();
            return new ObjectiveRow(
                minNorm ? "more" : "multi-task", objective.Name, differences.Average(d => d > 0 ? 1.0 : 0),
                CalibrationFigures.OfPairs(differences).Ece, CalibrationFigures.OfPairs([.. differences.Select(d => d / temperature)]).Ece);
        })];
    }

    private static ObjectiveRow Mean(IEnumerable<ObjectiveRow> rows)
    {
        var list = rows.ToList();
        double Of(Func<ObjectiveRow, double> figure) => Math.Round(list.Average(figure), 4);
        return list[0] with { Accuracy = Of(r => r.Accuracy), Ece = Of(r => r.Ece), EceCalibrated = Of(r => r.EceCalibrated) };
    }

    /// <param name="Method">How the objectives were weighed.</param>
    /// <param name="Objective">Which one.</param>
    /// <param name="Accuracy">Share of the pairs of unseen prompts ranked right.</param>
    /// <param name="Ece">As trained, both orders, 10 bins.</param>
    /// <param name="EceCalibrated">After the objective's temperature, fitted on validation pairs.</param>
    private sealed record ObjectiveRow(string Method, string Objective, double Accuracy, double Ece, double EceCalibrated);
}
