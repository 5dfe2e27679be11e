using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>
/// The rule "never worse": a segment is replaced only where the lower bound of its gain exceeds the margin and the guards hold.
/// </summary>
public sealed class Gate(GateOptions options)
{
    public GateOptions Options { get; } = options;

    /// <summary>Chooses among the proposals of one segment.</summary>
    /// <param name="request">Gives margin and stop strings.</param>
    /// <param name="segment">The upstream's own text.</param>
    /// <param name="proposals">Versions of it, each with its gain over it.</param>
    public Verdict Choose(AlignmentRequest request, string segment, IReadOnlyList<(string Text, MemberGains Gains)> proposals)
    {
        if (proposals.Count == 0)
            return new(null, default, AlignmentReason.NothingProposed);
        var margin = request.MinGain ?? Options.MinGain;
        var scored = proposals.Select(p => (p.Text, p.Gains, Gain: Options.Score(p.Gains))).ToList();
        var sure = scored
            .Where(p => p.Gain.LowerBound > margin && Options.IsSafe(p.Gains)).ToList();
        if (sure.Count == 0)
            return new(null, scored.MaxBy(p => p.Gain.LowerBound).Gain, AlignmentReason.GainTooSmall);
        var kept = sure.Where(p => GuardsHold(request, segment, p.Text)).ToList();
        if (kept.Count == 0)
            return new(null, sure.MaxBy(p => p.Gain.LowerBound).Gain, AlignmentReason.GuardRefused);
        var best = kept.MaxBy(p => p.Gain.LowerBound - (Options.EditCost * (1 - Similarity.Of(segment, p.Text))));
        return new(best.Text, best.Gain, AlignmentReason.Edited);
    }

    /// <summary>True when an edit keeps what must be kept: protected spans, length, likeness, and no new stop string.</summary>
    public bool GuardsHold(AlignmentRequest request, string original, string edited) =>
        !string.IsNullOrWhiteSpace(edited)
        && edited.Length >= Options.MinLengthRatio * original.Length
        && edited.Length <= (Options.MaxLengthRatio * original.Length) + 20
        && !edited.Contains('\uFFFD')
        && ProtectedSpans.Kept(original, edited)
        && Similarity.Of(original, edited) >= Options.MinSimilarity
        && KeepsStopStrings(request.StopStrings, original, edited);

    /// <summary>True when no stop string stands in the edit that did not stand in the original.</summary>
    public static bool KeepsStopStrings(IReadOnlyList<string> stops, string original, string edited) =>
        stops.All(stop => !edited.Contains(stop, StringComparison.Ordinal) || original.Contains(stop, StringComparison.Ordinal));
}

/// <summary>What the gate made of one segment.</summary>
/// <param name="Text">The accepted version, or null to keep the segment.</param>
/// <param name="Gain">Gain of the accepted version, or of the best one refused.</param>
/// <param name="Reason">Why.</param>
public readonly record struct Verdict(string? Text, RewardScore Gain, AlignmentReason Reason);
