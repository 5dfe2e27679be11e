using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>
/// The rule "never worse" among whole answers: the first one leaves, unless the lower bound of another's gain exceeds the margin and
/// the guards hold.
/// </summary>
public sealed class SelectionGate(SelectionOptions options)
{
    public SelectionOptions Options { get; } = options;

    /// <summary>Chooses one of the answers.</summary>
    /// <param name="request">The answers, margin, seed and stop strings.</param>
    /// <param name="gains">For each answer its gain over the first.</param>
    /// <param name="groups">What the answers are worth to several groups, by which one of those that pass is then taken; null where none is asked.</param>
    public AlignmentDecision Choose(SelectionRequest request, IReadOnlyList<MemberGains> gains, GroupRewards? groups)
    {
        var bounds = gains.Select((g, i) => i == 0 ? default : Options.Score(g)).ToArray();
        var margin = request.MinGain ?? Options.MinGain;
        var others = Enumerable.Range(1, gains.Count - 1).ToList();
        var sure = others.FindAll(i => bounds[i].LowerBound > margin && Options.IsSafe(gains[i]));
        var kept = sure.FindAll(i => GuardsHold(request, request.Answers[i]));
        var chosen = kept.Count == 0 ? 0 : Take([0, .. kept], bounds, groups, request.Seed);
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
            Pessimism = Options.Pessimism,
            Groups = groups?.Rule ?? GroupRule.None,
            Times = default,
        };
    }

    private int Take(int[] places, RewardScore[] bounds, GroupRewards? groups, int seed)
    {
        var values = groups?.Values(places) ?? [.. places.Select(i => bounds[i].LowerBound)];
        return places[Options.Rule switch
        {
            SelectionRule.ChiSquare => Draw(SelectionWeights.ChiSquare(values, Options.Softness), seed),
            SelectionRule.Soft => Draw(SelectionWeights.Soft(values, Options.Softness), seed),
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
            || (ProtectedSpans.Kept(request.Answers[0], answer) && Gate.KeepsStopStrings(request.StopStrings, request.Answers[0], answer)));
}
