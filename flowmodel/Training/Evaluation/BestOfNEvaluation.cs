using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Best of n over all draws of n answers, without sampling any.</summary>
public static class BestOfNEvaluation
{
    public const string Oracle = "oracle", Mean = "ensemble mean", LowerBound = "lower bound", OneMember = "single member",
        Longest = "longest", Random = "random";

    /// <summary>All n up to here are measured, then powers of two.</summary>
    private const int Dense = 8;

    private const int Most = 64;

    /// <summary>Draws the curves.</summary>
    /// <param name="prompts">Answers, and each one's gains over the prompt's average answer by every member, calibrated.</param>
    /// <returns>Null where no prompt offers a choice.</returns>
    internal static BestOfNReport? Of(IEnumerable<(ComparedAnswers Answers, double[][] Gains)> prompts)
    {
        var offering = prompts.Where(p => p.Answers.OffersChoice).ToList();
        if (offering.Count == 0)
            return null;
        // The median: half of the prompts or more can offer so many.
        var answers = Math.Min(Most, offering.Select(p => p.Answers.Texts.Count).Order().ElementAt((offering.Count - 1) / 2));
        var compared = offering.Where(p => p.Answers.Texts.Count >= answers)
            .Select(p => (p.Answers, p.Gains, Values: p.Answers.Values())).ToList();
        var sizes = Enumerable.Range(1, answers).Where(n => n <= Dense || n == answers || int.IsPow2(n)).ToArray();

        double[][] Chosen(Func<(ComparedAnswers Answers, double[][] Gains, double[] Values), double[]> score) =>
            [.. compared.Select(p => Ranked(p.Values, score(p)))
                .Select(ranked => sizes.Select(n => BestOfN.ExpectedValue(ranked, n)).ToArray())];

        var (oracle, random) = (Chosen(p => p.Values), Chosen(p => new double[p.Values.Length]));
        BestOfNCurve Curve(string chooser, double[][] chosen) => new(
            chooser,
            [.. sizes.Select((n, i) => new BestOfNPoint(n, PromptBootstrap.Mean([.. chosen.Select(c => c[i])])))],
            PromptBootstrap.Ratio([.. chosen.Select((c, i) => (c[^1] - random[i][^1], oracle[i][^1] - random[i][^1]))]));

        return new()
        {
            Prompts = compared.Count,
            Answers = answers,
            Curves =
            [
                Curve(Oracle, oracle),
                Curve(Mean, Chosen(p => [.. p.Gains.Select(g => g.Average())])),
                Curve(LowerBound, Chosen(p => [.. p.Gains.Select(g => g.Average() - Pessimism.Deviation(g))])),
                Curve(OneMember, Chosen(p => [.. p.Gains.Select(g => g[0])])),
                Curve(Longest, Chosen(p => [.. p.Answers.Texts.Select(t => (double)t.Length)])),
                Curve(Random, random),
            ],
        };
    }

    /// <summary>True values in ascending order of a score; equal scores share their mean, as a draw between them would.</summary>
    internal static double[] Ranked(IReadOnlyList<double> values, IReadOnlyList<double> scores) =>
        [.. values.Zip(scores).GroupBy(v => v.Second, v => v.First).OrderBy(g => g.Key)
            .SelectMany(tied => Enumerable.Repeat(tied.Average(), tied.Count()))];
}
