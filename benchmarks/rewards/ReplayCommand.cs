using System.CommandLine;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Trains on judged answers to 80 % of the prompts and chooses among those to the others.</summary>
internal static class ReplayCommand
{
    private const int Seed = 1;
    private const int Offered = 8;
    private const int ValidationPrompts = 12;

    /// <summary>Share of the models left out where answers of unseen models are ranked.</summary>
    private const double UnseenModels = 0.2;

    /// <summary>Candidates whose models' means differ by at most this are of similar strength.</summary>
    private const double SimilarStrength = 0.03;

    public static Command Create()
    {
        var judged = new Argument<FileInfo>("judged") { Description = "replay/judged.jsonl.gz" };
        var steps = new Option<int>("--steps") { Description = "Training steps.", DefaultValueFactory = _ => 240 };
        var skipModels = new Option<bool>("--skip-unseen-models") { Description = "Leaves out the second training, without a fifth of the models." };
        var json = new Option<FileInfo>("--json") { Description = "Results file.", DefaultValueFactory = _ => new("benchmarks/results/rewards.json") };
        var command = new Command("replay", "Choosing among judged answers.") { judged, steps, skipModels, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (training, test) = JudgedPrompt.Read(parsed.GetValue(judged)!);
            var trained = Train(training, parsed.GetValue(steps), cancellationToken);
            var rankers = Rankers.Of(trained, test);
            foreach (var (name, ranker) in FlowRankers.Of(trained, rankers["ensemble"], Learned(training), Held(training), test, cancellationToken))
                rankers[name] = ranker;
            var linear = LinearBaseline.Train([.. training.SelectMany(p => p.ToTraining())]);
            rankers["linear"] = p => [.. p.Candidates.Select(c => linear.Score(c.Text))];
            rankers["longest"] = Rankers.Longest;
            rankers["random"] = Rankers.Random;

            var strength = training.Concat(test).SelectMany(p => p.Candidates).GroupBy(c => c.Model).ToDictionary(g => g.Key, g => g.Average(c => c.Judge));
            var fields = rankers.ToDictionary(r => r.Key, r => (object)Figures(test, r.Value, strength));
            fields["test_prompts"] = test.Count;
            if (!parsed.GetValue(skipModels))
                fields["pair_accuracy_unseen_models"] = UnseenModelAccuracy(training, test, parsed.GetValue(steps), cancellationToken);
            ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { ["replay"] = fields });
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(fields));
            return Task.FromResult(0);
        });
        return command;
    }

    private static TrainedEnsemble Train(List<JudgedPrompt> prompts, int steps, CancellationToken cancellationToken) =>
        MeasuredEnsemble.Train(Learned(prompts), Held(prompts), MeasuredEnsemble.Replay(steps), cancellationToken);

    private static List<PreferencePair> Learned(List<JudgedPrompt> prompts) =>
        [.. prompts.Where((_, i) => i % ValidationPrompts != 0).SelectMany(p => p.ToTraining())];

    /// <summary>Every twelfth prompt is for early stopping, calibration and the weight of a vote.</summary>
    private static List<PreferencePair> Held(List<JudgedPrompt> prompts) =>
        [.. prompts.Where((_, i) => i % ValidationPrompts == 0).SelectMany(p => p.ToTraining())];

    /// <summary>Value and 95 % interval of each figure.</summary>
    private static Dictionary<string, Interval> Figures(IReadOnlyList<JudgedPrompt> test, Ranker ranker, Dictionary<string, double> strength)
    {
        bool Similar(JudgedAnswer a, JudgedAnswer b) => Math.Abs(strength[a.Model] - strength[b.Model]) <= SimilarStrength;
        bool EquallyLong(JudgedAnswer a, JudgedAnswer b) => Math.Abs(a.Text.Length - b.Text.Length) <= 0.1 * Math.Max(a.Text.Length, b.Text.Length);
        return new()
        {
            ["pair_accuracy"] = RankerFigures.PairAccuracy(test, ranker, (_, _) => true),
            ["pair_accuracy_similar_strength"] = RankerFigures.PairAccuracy(test, ranker, Similar),
            ["pair_accuracy_equal_length"] = RankerFigures.PairAccuracy(test, ranker, EquallyLong),
            ["bo8_headroom"] = RankerFigures.Headroom(test, ranker, Offered, (_, _) => true),
            ["bo8_headroom_similar_strength"] = RankerFigures.Headroom(test, ranker, Offered, Similar),
            ["bo8_headroom_equal_length"] = RankerFigures.Headroom(test, ranker, Offered, EquallyLong),
        };
    }

    /// <summary>Accuracy on unseen prompts where at least one of the two answers is by a model that training never saw.</summary>
    private static Dictionary<string, Interval> UnseenModelAccuracy(
        List<JudgedPrompt> training, IReadOnlyList<JudgedPrompt> test, int steps, CancellationToken cancellationToken)
    {
        var models = training.SelectMany(p => p.Candidates).Select(c => c.Model).Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(Seed).Shuffle(models);
        var unseen = models.Take((int)(UnseenModels * models.Length)).ToHashSet();
        var seen = training.Select(p => p with { Candidates = [.. p.Candidates.Where(c => !unseen.Contains(c.Model))] }).ToList();
        var trained = Train(seen, steps, cancellationToken);
        var ranker = Rankers.Of(trained, test)["ensemble"];
        Dictionary<string, Interval> Of(Ranker by) => new()
        {
            ["one"] = RankerFigures.PairAccuracy(test, by, (a, b) => unseen.Contains(a.Model) != unseen.Contains(b.Model)),
            ["both"] = RankerFigures.PairAccuracy(test, by, (a, b) => unseen.Contains(a.Model) && unseen.Contains(b.Model)),
        };
        return Of(ranker).Concat(Of(Rankers.Longest).Select(f => KeyValuePair.Create($"longest_{f.Key}", f.Value))).ToDictionary();
    }
}
