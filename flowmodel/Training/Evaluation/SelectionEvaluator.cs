using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Measures an ensemble on whole answers: as a judge of pairs, in its probabilities, and as a chooser among n answers.</summary>
/// <param name="ensemble">The ensemble; the caller disposes it.</param>
public sealed class SelectionEvaluator(RewardEnsemble ensemble)
{
    /// <summary>Measures on held-out pairs.</summary>
    /// <param name="heldOut">Pairs of prompts that no training saw, at least one.</param>
    /// <param name="cancellationToken">Cancels between two prompts.</param>
    /// <exception cref="ArgumentException">There is nothing to measure on.</exception>
    public SelectionReport Evaluate(IReadOnlyList<PreferencePair> heldOut, CancellationToken cancellationToken)
    {
        if (heldOut.Count == 0)
            throw new ArgumentException("There are no held-out pairs to measure on.", nameof(heldOut));
        var prompts = ComparedAnswers.Group(heldOut);
        var rewards = prompts.AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(p => ensemble.Score(p.Prompt, p.Texts, cancellationToken)).ToList();
        var gains = prompts
            .Zip(rewards, (p, r) => p.Pairs.Select(x => ensemble.Gains(r[x.Chosen], r[x.Rejected]).Average()).ToArray()).ToList();

        return new()
        {
            Members = ensemble.Members,
            Pairs = heldOut.Count,
            Prompts = prompts.Count,
            Accuracy = PromptBootstrap.Ratio([.. gains.Select(g => (g.Sum(v => v > 0 ? 1.0 : 0), (double)g.Length))]),
            LongerWins = PromptBootstrap.Ratio(
                [.. prompts.Select(p => (p.Pairs.Sum(x => Longer(p.Texts[x.Chosen], p.Texts[x.Rejected])), (double)p.Pairs.Count))]),
            Calibration = CalibrationFigures.OfPairs(
                [.. gains.SelectMany(g => g)], [.. prompts.SelectMany(p => p.Pairs.Select(x => x.Agreement))]),
            BestOfN = BestOfNEvaluation.Of(prompts.Zip(rewards, (p, r) => (p, ensemble.GainsOverAverage(r)))),
        };
    }

    private static double Longer(string chosen, string rejected) => (Math.Sign(chosen.Length - rejected.Length) + 1) / 2.0;
}
