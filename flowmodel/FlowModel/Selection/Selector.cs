using System.Diagnostics;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>The decision rule over whole answers: pessimistic selection by the reward ensemble, and never worse than the first.</summary>
/// <remarks>
/// (1) score    every answer beside its prompt                     reward ensemble
/// (2) gate     those surely better than the first, and the first  lower bound of the gain, guards
/// (3) choose   the highest lower bound, or a draw by them
/// </remarks>
public sealed class Selector(RewardEnsemble rewards, SelectionOptions options) : ISelector
{
    public AlignmentDecision Decide(SelectionRequest request, CancellationToken cancellationToken)
    {
        var answers = request.Answers;
        var start = Stopwatch.GetTimestamp();
        var scores = answers.Count > 1 ? rewards.Score(request.Prompt, answers, cancellationToken) : [[]]; // :: (1)
        var scored = Stopwatch.GetTimestamp();
        var gains = scores.Select(score => rewards.Gains(score, scores[0])).ToArray();
        var decision = Choose(request, gains);
        return decision with
        {
            Consistency = SampleConsistency.Of([.. answers.Select(Normalised)]),
            Times = new(default, Stopwatch.GetElapsedTime(start, scored), Stopwatch.GetElapsedTime(scored)),
        };
    }

    private AlignmentDecision Choose(SelectionRequest request, double[][] gains)
    {
        var bounds = gains.Select((g, i) => i == 0 ? default : options.Score(g)).ToArray();
        var margin = request.MinGain ?? options.MinGain;
        var others = Enumerable.Range(1, gains.Length - 1).ToList();
        var sure = others.FindAll(i => bounds[i].LowerBound > margin && options.IsSafe(gains[i])); // :: (2)
        var kept = sure.FindAll(i => GuardsHold(request, request.Answers[i]));
        var chosen = kept.Count == 0 ? 0 : Take([0, .. kept], bounds, request.Seed); // :: (3)
        var reason = (chosen, kept.Count, sure.Count, others.Count) switch
        {
            (> 0, _, _, _) => request.Origin == CandidateOrigin.Reworked ? AlignmentReason.Revised : AlignmentReason.Selected,
            (_, _, _, 0) => AlignmentReason.NothingToEdit,
            (_, 0, > 0, _) => AlignmentReason.GuardRefused,
            _ => AlignmentReason.GainTooSmall,
        };
        return new()
        {
            Text = request.Answers[chosen],
            Chosen = chosen,
            Reason = reason,
            Gain = bounds[chosen],
            GainLowerBound = chosen > 0 ? bounds[chosen].LowerBound : others.Count == 0 ? null : others.Max(i => bounds[i].LowerBound),
            Pessimism = options.Pessimism,
            Times = default,
        };
    }

    private int Take(int[] places, RewardScore[] bounds, int seed)
    {
        var values = places.Select(i => bounds[i].LowerBound).ToArray();
        return places[options.Rule switch
        {
            SelectionRule.ChiSquare => Draw(SelectionWeights.ChiSquare(values, options.Softness), seed),
            SelectionRule.Soft => Draw(SelectionWeights.Soft(values, options.Softness), seed),
            _ => BestOfN.Choose(values),
        }];
    }

    private static int Draw(double[] weights, int seed)
    {
        var left = new Random(seed).NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        return Array.FindLastIndex(weights, weight => weight > 0);
    }

    private static bool GuardsHold(SelectionRequest request, string answer) =>
        !string.IsNullOrWhiteSpace(answer)
        && (request.Origin == CandidateOrigin.Sampled
            || (ProtectedSpans.Kept(request.Answers[0], answer) && KeepsStopStrings(request, answer)));

    private static bool KeepsStopStrings(SelectionRequest request, string answer) => request.StopStrings.All(stop =>
        !answer.Contains(stop, StringComparison.Ordinal) || request.Answers[0].Contains(stop, StringComparison.Ordinal));

    /// <summary>White space and case do not make another answer.</summary>
    private static string Normalised(string answer) =>
        string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
