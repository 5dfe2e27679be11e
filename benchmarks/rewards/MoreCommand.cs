using System.CommandLine;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// MORE beside plain multi-task training (arXiv 2312.07401, table 2): accuracy and ECE of each objective on unseen prompts, five-fold,
/// the pairs of all folds together.
/// </summary>
internal static class MoreCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "Folder with replay, pairs and votes." };
        var seeds = new Option<int>("--seeds") { Description = "Cross-validations.", DefaultValueFactory = _ => 2 };
        var json = ResultsFile.Option("rewards");
        var command = new Command("more", "Calibration of several objectives over one encoder.") { data, seeds, json };
        command.SetAction(parsed => Measure(parsed.GetValue(data)!, parsed.GetValue(seeds), parsed.GetValue(json)!));
        return command;
    }

    private static void Measure(DirectoryInfo data, int seeds, FileInfo json)
    {
        var pairs = ObjectivePairs.Read(data);
        var features = SampledFeatures.Of(pairs.SelectMany(p => new[] { p.Chosen, p.Rejected }));
        var all = new List<Ranked>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var folds = new Folds(pairs.Select(PairSplit.Source), seed);
            for (var fold = 0; fold < Folds.Count; fold++)
            {
                List<ObjectiveExamples> Examples(Func<string, int, bool> part) =>
                    ObjectiveExamples.Of(pairs.Where(p => part(PairSplit.Source(p), fold)), p => p.Objective, t => features[t]);
                var (training, validation, test) = (Examples(folds.IsTraining), Examples(folds.IsValidation), Examples(folds.IsTest));
                foreach (var minNorm in new[] { false, true })
                    all.AddRange(Train(minNorm, seed, training, validation, test));
                Console.WriteLine($"seed {seed}, fold {fold + 1} done");
            }
        }

        var table = all.GroupBy(r => (r.Method, r.Objective)).Select(Row).ToList();
        table.AddRange(table.GroupBy(r => r.Method).Select(Mean).ToList());
        foreach (var row in table)
        {
            Console.WriteLine(
                $"{row.Method,-10} {row.Objective,-10} accuracy {row.Accuracy:F4}  ECE {row.Ece:F4}  "
                + $"after temperature {row.EceCalibrated:F4}");
        }

        ResultsFile.Merge(json, new Dictionary<string, object> { ["more"] = new { seeds, rows = table } });
    }

    private static IEnumerable<Ranked> Train(
        bool minNorm, int seed, List<ObjectiveExamples> training, List<ObjectiveExamples> validation, List<ObjectiveExamples> test)
    {
        manual_seed(seed);
        var options = new ObjectiveOptions { MinNorm = minNorm, Buckets = SampledFeatures.Buckets };
        options = options with { Loop = options.Loop with { Seed = seed, Steps = 600, MaxTime = TimeSpan.FromHours(1) } };
        using var net = new ObjectiveRewardNet(new(training.Count, options.Buckets, options.Width));
        ObjectiveTask Task(List<ObjectiveExamples> held) =>
            new(net, [.. training.Select(o => o.Pairs)], [.. held.Select(o => o.Pairs)], options);
        var fitting = Task(validation);
        TemporaryRun.Of(fitting, options.Loop);
        var measured = Task(test);
        return [.. test.SelectMany((objective, index) =>
        {
            var temperature = Calibration.Fit([.. fitting.HeldOutDifferences(index)]);
            return measured.HeldOutDifferences(index)
                .Select(d => new Ranked(minNorm ? "more" : "multi-task", objective.Name, d, d / temperature)).ToList();
        })];
    }

    private static ObjectiveRow Row(IEnumerable<Ranked> pairs)
    {
        var list = pairs.ToList();
        double Ece(Func<Ranked, double> difference) => Math.Round(CalibrationFigures.OfPairs([.. list.Select(difference)]).Ece, 4);
        var accuracy = Math.Round(list.Average(p => p.Difference > 0 ? 1.0 : 0), 4);
        return new(list[0].Method, list[0].Objective, accuracy, Ece(p => p.Difference), Ece(p => p.Calibrated));
    }

    private static ObjectiveRow Mean(IEnumerable<ObjectiveRow> rows)
    {
        var list = rows.ToList();
        double Of(Func<ObjectiveRow, double> figure) => Math.Round(list.Average(figure), 4);
        return new(list[0].Method, "mean", Of(r => r.Accuracy), Of(r => r.Ece), Of(r => r.EceCalibrated));
    }

    /// <param name="Method">How the objectives were weighed.</param>
    /// <param name="Objective">Which one.</param>
    /// <param name="Difference">r(chosen) − r(rejected) of a test pair, as trained.</param>
    /// <param name="Calibrated">The same by the objective's temperature, fitted on validation pairs.</param>
    private readonly record struct Ranked(string Method, string Objective, double Difference, double Calibrated);

    /// <param name="Method">How the objectives were weighed.</param>
    /// <param name="Objective">Which one.</param>
    /// <param name="Accuracy">Share of the pairs of unseen prompts ranked right.</param>
    /// <param name="Ece">As trained, both orders, 10 bins.</param>
    /// <param name="EceCalibrated">After the objective's temperature, fitted on validation pairs.</param>
    private sealed record ObjectiveRow(string Method, string Objective, double Accuracy, double Ece, double EceCalibrated);
}
