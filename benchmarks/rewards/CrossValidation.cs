using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Every pair ranked by an ensemble that saw nothing of its prompt, five-fold; the figures are of all pairs together.</summary>
/// <param name="pairs">All pairs.</param>
/// <param name="unit">What is dealt to a part as a whole: the prompt, or what several prompts have in common.</param>
internal sealed class CrossValidation(IReadOnlyList<PreferencePair> pairs, Func<PreferencePair, string> unit)
{
    /// <summary>Judgements behind a pair.</summary>
    public int Judgements { get; init; } = 1;

    /// <summary>All answers to each prompt, where one of several can be chosen.</summary>
    public IReadOnlyList<JudgedPrompt> Judged { get; init; } = [];

    public Dictionary<string, object> Measure(CancellationToken cancellationToken)
    {
        var (gains, linear, chosen) = (new double[pairs.Count], new bool[pairs.Count], new Dictionary<JudgedPrompt, double[]>());
        var folds = new Folds(pairs.Select(unit), seed: 1);
        for (var fold = 0; fold < Folds.Count; fold++)
        {
            List<PreferencePair> training = [.. pairs.Where(p => folds.IsTraining(unit(p), fold))];
            var trained = MeasuredEnsemble.Train(
                training, [.. pairs.Where(p => folds.IsValidation(unit(p), fold))], MeasuredEnsemble.HumanPairs(), cancellationToken);
            var baseline = LinearBaseline.Train(training);
            using var ensemble = trained.Open(new OnnxOptions());
            foreach (var (i, pair) in pairs.Index().Where(p => folds.IsTest(unit(p.Item), fold)))
            {
                var scores = ensemble.Score(pair.Prompt, [pair.Chosen, pair.Rejected], cancellationToken);
                gains[i] = ensemble.Gains(scores[0], scores[1]).Average();
                linear[i] = baseline.Score(pair.Chosen) > baseline.Score(pair.Rejected);
            }

            var offered = Judged.Where(q => folds.IsTest(q.Prompt, fold)).ToList();
            var ranker = Rankers.Of(trained, offered)["ensemble"];
            foreach (var prompt in offered)
                chosen[prompt] = ranker(prompt);
        }

        var figures = Figures(gains, linear);
        if (chosen.Count > 0)
        {
            figures["best_of_4"] = BestOfFour(chosen.Keys, p => chosen[p]);
            figures["best_of_4_longest"] = BestOfFour(chosen.Keys, Rankers.Longest);
        }

        return figures;
    }

    private Dictionary<string, object> Figures(double[] gains, bool[] linear)
    {
        var calibration = CalibrationFigures.OfPairs(gains, [.. pairs.Select(p => p.Agreement)]);
        return new()
        {
            ["accuracy"] = Accuracy(i => gains[i] > 0),
            ["longer_wins"] = Accuracy(i => pairs[i].Chosen.Length > pairs[i].Rejected.Length),
            ["linear"] = Accuracy(i => linear[i]),
            ["ece"] = Math.Round(calibration.Ece, 4),
            ["ece_if_perfect"] = Math.Round(PerfectCalibration.Ece(gains, Judgements), 4),
            ["ace"] = Math.Round(calibration.Ace, 4),
            ["mce"] = Math.Round(calibration.Mce, 4),
            ["brier"] = Math.Round(calibration.Brier, 4),
            ["nll"] = Math.Round(calibration.Nll, 4),
            ["pairs"] = pairs.Count,
            ["reliability"] = calibration.Bins.Select(b => new
            {
                b.Count, Confidence = Math.Round(b.Confidence, 4), Frequency = Math.Round(b.Frequency, 4),
            }),
        };
    }

    private Figure Accuracy(Predicate<int> right) => Figure.Of(PromptBootstrap.Ratio(
        [.. Enumerable.Range(0, pairs.Count).GroupBy(i => unit(pairs[i]))
            .Select(g => (g.Sum(i => right(i) ? 1.0 : 0), (double)g.Count()))]));

    private static Figure BestOfFour(IEnumerable<JudgedPrompt> prompts, Ranker ranker) =>
        Figure.Of(RankerFigures.Headroom(prompts, ranker, 4, (_, _) => true));
}
