using System.CommandLine;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Trains on pairs that people compared and ranks held-out ones.</summary>
internal static class HumanPairsCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder with pairs/ and votes/." };
        var json = new Option<FileInfo>("--json") { Description = "Results file.", DefaultValueFactory = _ => new("benchmarks/results/rewards.json") };
        var command = new Command("human-pairs", "Ranking pairs that people compared.") { data, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!.FullName;
            var harmless = PairReader.Read(Path.Combine(folder, "pairs/hh_harmless.jsonl.gz"), BadLinePolicy.Continue).Pairs;
            var arguments = Votes.Arguments(Path.Combine(folder, "votes/ukpconvarg.jsonl.gz"));
            var questions = Votes.Questions(Path.Combine(folder, "votes/qa_feedback.jsonl.gz"));
            Write("hh_harmless", Measure(PairParts.Of(harmless, Split), [], cancellationToken));
            Write("ukpconvarg", Measure(Votes.ByTopic(arguments), [], cancellationToken));
            Write("qa_feedback", Measure(PairParts.Of(questions.Pairs, Split), questions.Judged, cancellationToken));
            return Task.FromResult(0);

            void Write(string name, Dictionary<string, object> figures)
            {
                Console.WriteLine($"{name}: {System.Text.Json.JsonSerializer.Serialize(figures)}");
                ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { [name] = figures });
            }
        });
        return command;
    }

    private static PairSplit Split => new() { Validation = 0.2, Test = 0.2, Seed = 1 };

    private static Dictionary<string, object> Measure(PairParts parts, IReadOnlyList<JudgedPrompt> judged, CancellationToken cancellationToken)
    {
        var trained = MeasuredEnsemble.Train(parts.Training, parts.Validation, MeasuredEnsemble.HumanPairs(), cancellationToken);
        var linear = LinearBaseline.Train(parts.Training);
        using var ensemble = trained.Open(new OnnxOptions());
        var test = parts.HeldOut;
        var gains = test.Select(p =>
        {
            var scores = ensemble.Score(p.Prompt, [p.Chosen, p.Rejected], cancellationToken);
            return ensemble.Gains(scores[0], scores[1]).Average();
        }).ToList();
        var calibration = CalibrationFigures.OfPairs(gains, [.. test.Select(p => p.Agreement)]);
        var figures = new Dictionary<string, object>
        {
            ["accuracy"] = Accuracy(test, (_, i) => gains[i] > 0),
            ["longer_wins"] = Accuracy(test, (p, _) => p.Chosen.Length > p.Rejected.Length),
            ["linear"] = Accuracy(test, (p, _) => linear.Score(p.Chosen) > linear.Score(p.Rejected)),
            ["ece"] = Math.Round(calibration.Ece, 4),
            ["ace"] = Math.Round(calibration.Ace, 4),
            ["mce"] = Math.Round(calibration.Mce, 4),
            ["brier"] = Math.Round(calibration.Brier, 4),
            ["nll"] = Math.Round(calibration.Nll, 4),
            ["test_pairs"] = test.Count,
        };
        var sources = test.Select(PairSplit.Source).ToHashSet();
        var offered = judged.Where(q => sources.Contains(q.Prompt)).ToList();
        if (offered.Count > 0)
        {
            figures["best_of_4"] = BestOfFour(offered, Rankers.Of(trained, offered)["ensemble"]);
            figures["best_of_4_longest"] = BestOfFour(offered, Rankers.Longest);
        }

        return figures;
    }

    private static Interval Accuracy(IReadOnlyList<PreferencePair> test, Func<PreferencePair, int, bool> right) =>
        PromptBootstrap.Ratio([.. test.Index().GroupBy(p => PairSplit.Source(p.Item)).Select(g => (g.Sum(p => right(p.Item, p.Index) ? 1.0 : 0), (double)g.Count()))]);

    private static Interval BestOfFour(IEnumerable<JudgedPrompt> prompts, Ranker ranker) => RankerFigures.Headroom(prompts, ranker, 4, (_, _) => true);
}
