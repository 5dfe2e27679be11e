using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>What a bundle decided about some answers when it was written: replayed at every load; <c>golden.json</c>.</summary>
public sealed record GoldenCases
{
    public IReadOnlyList<GoldenEdit> Edits { get; init; } = [];

    public IReadOnlyList<GoldenSelection> Selections { get; init; } = [];

    /// <summary>Why the bundle no longer does what was recorded, with the case's place and without quoting text; null when it does.</summary>
    public string? Mismatch(ModelBundle bundle)
    {
        var edits = Edits.Select(golden => bundle.Edit is { } edit ? golden.Mismatch(edit.Aligner) : "the bundle does not edit");
        var selections = Selections.Select(golden => bundle.Selection is { } part ? golden.Mismatch(part.Selector) : "the bundle does not select");
        return edits.Concat(selections).Index().Where(found => found.Item is not null)
            .Select(found => $"case {found.Index} is not reproduced: {found.Item}").FirstOrDefault();
    }

    /// <summary>Why a decision is not the recorded one; null where it is, but for what two machines may differ in.</summary>
    internal static string? Difference(AlignmentDecision decision, AlignmentReason reason, double? lowerBound)
    {
        const double Tolerance = 1e-2; // logits, between two machines
        if (decision.Reason != reason)
            return $"the decision is {decision.Reason}, recorded was {reason}";
        return Math.Abs((decision.GainLowerBound ?? 0) - (lowerBound ?? 0)) <= Tolerance
            ? null
            : $"the gain is {decision.GainLowerBound:F4}, recorded was {lowerBound:F4}";
    }
}
