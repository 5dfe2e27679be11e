using System.CommandLine;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// Whether the last-layer doubt helps to tell which pairs of unseen prompts are ranked right: accuracy on the half of the pairs with the highest
/// |gain| − k · doubt, five-fold.
/// </summary>
internal static class DoubtCommand
{
    private static readonly double[] s_weights = [0, 0.5, 1, 2];

    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder with pairs/." };
        var json = ResultsFile.Option("rewards");
        var command = new Command("doubt", "What the last-layer doubt adds to the gain.") { data, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var pairs = PairReader.Read(Path.Combine(parsed.GetValue(data)!.FullName, "pairs/hh_harmless.jsonl.gz"), BadLinePolicy.Continue).Pairs;
            var judged = Judge(pairs, cancellationToken);
            var doubts = judged.Select(j => j.Gain.Doubt).Order().ToList();
            var figures = new Dictionary<string, object>
            {
                ["pairs"] = pairs.Count,
                ["accuracy"] = Accuracy(judged),
                ["doubt_p10_p50_p90"] = new[] { 0.1, 0.5, 0.9 }.Select(q => Math.Round(doubts[(int)(q * doubts.Count)], 3)),
            };
            foreach (var weight in s_weights)
            {
                var kept = judged.OrderByDescending(j => Math.Abs(j.Gain.Members.Average()) - (weight * j.Gain.Doubt)).Take(judged.Count / 2);
                figures[FormattableString.Invariant($"accuracy_at_half_k{weight}")] = Accuracy(kept);
            }

            Console.WriteLine(string.Join(", ", figures.Select(f => $"{f.Key} {(f.Value is IEnumerable<double> values ? string.Join("/", values) : f.Value)}")));
            ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { ["doubt"] = figures });
            return Task.FromResult(0);
        });
        return command;
    }

    private static List<(string Prompt, MemberGains Gain)> Judge(IReadOnlyList<PreferencePair> pairs, CancellationToken cancellationToken)
    {
        var judged = new List<(string, MemberGains)>();
        var folds = new Folds(pairs.Select(PairSplit.Source), seed: 1);
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            List<PreferencePair> Part(Func<string, int, bool> part) => [.. pairs.Where(p => part(PairSplit.Source(p), fold))];
            var trained = MeasuredEnsemble.Train(Part(folds.IsTraining), Part(folds.IsValidation), MeasuredEnsemble.HumanPairs(), cancellationToken);
            using var ensemble = trained.Open(new OnnxOptions());
            foreach (var pair in Part(folds.IsTest))
            {
                var read = ensemble.Read(pair.Prompt, [pair.Chosen, pair.Rejected], cancellationToken);
                judged.Add((PairSplit.Source(pair), ensemble.Gain(read[0], read[1])));
            }
        }

        return judged;
    }

    private static Figure Accuracy(IEnumerable<(string Prompt, MemberGains Gain)> judged) => Figure.Of(PromptBootstrap.Ratio(
        [.. judged.GroupBy(j => j.Prompt).Select(g => (g.Sum(j => j.Gain.Members.Average() > 0 ? 1.0 : 0), (double)g.Count()))]));
}
