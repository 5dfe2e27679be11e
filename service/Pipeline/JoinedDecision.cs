using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The decisions about the sentences of one answer as one, by the rules for an answer that is decided about as a whole.</summary>
internal static class JoinedDecision
{
    private static readonly AlignmentReason[] Precedence =
    [
        AlignmentReason.Edited, AlignmentReason.GuardRefused, AlignmentReason.GainTooSmall, AlignmentReason.NothingProposed,
    ];

    /// <param name="parts">May be empty: there was nothing to edit.</param>
    /// <returns>Gain and times are sums; <c>Text</c> and <c>Edits</c> stay empty.</returns>
    public static AlignmentDecision Of(IReadOnlyCollection<AlignmentDecision> parts)
    {
        var reasons = Precedence.Where(reason => parts.Any(part => part.Reason == reason)).ToList();
        return new()
        {
            Text = "",
            Reason = reasons.Count > 0 ? reasons[0] : AlignmentReason.NothingToEdit,
            Gain = RewardScore.Sum([.. parts.Select(part => part.Gain)]),
            Times = StageTimes.Sum(parts.Select(part => part.Times)),
        };
    }
}
