using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>What the aligner decided, and why.</summary>
public sealed record DecisionFigures
{
    /// <summary>How often each reason was given, in the order of <see cref="AlignmentReason"/>.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>Edits of the rejected texts that were edited, by ascending number of edits.</summary>
    public required IReadOnlyList<EditCount> Edits { get; init; }

    /// <summary>
    /// <see cref="AlignmentDecision.GainLowerBound"/> of every text for which something was proposed and measured, in logits.
    /// </summary>
    public required Histogram LowerBounds { get; init; }

    /// <summary>What the lower bound had to exceed, in logits.</summary>
    public required double Margin { get; init; }

    internal static DecisionFigures Of(IReadOnlyList<AlignmentDecision> rejected, IReadOnlyList<AlignmentDecision> good, double margin)
    {
        static IReadOnlyList<double> Bounds(IEnumerable<AlignmentDecision> decisions) =>
            [.. decisions.Select(d => d.GainLowerBound).OfType<double>()];
        return new()
        {
            Reasons = [.. Enum.GetValues<AlignmentReason>().Except([AlignmentReason.Selected, AlignmentReason.Revised]) // the aligner gives neither
                .Select(reason => new ReasonCount(reason, rejected.Count(d => d.Reason == reason), good.Count(d => d.Reason == reason)))],
            Edits = [.. rejected.Where(d => d.Changed).CountBy(d => d.Edits.Count).OrderBy(c => c.Key)
                .Select(c => new EditCount(c.Key, c.Value))],
            LowerBounds = Histogram.Of(
                margin,
                ("rejected texts, edited", Bounds(rejected.Where(d => d.Changed))),
                ("rejected texts, left alone", Bounds(rejected.Where(d => !d.Changed))),
                ("good texts", Bounds(good))),
            Margin = margin,
        };
    }
}

/// <summary>How often a reason was given.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Rejected">Held-out rejected texts.</param>
/// <param name="Good">Held-out chosen texts, offered as already good.</param>
public sealed record ReasonCount(AlignmentReason Reason, int Rejected, int Good);

/// <summary>How many answers had so many edits.</summary>
/// <param name="Edits">Edits in the answer, at least 1.</param>
/// <param name="Answers">Answers.</param>
public sealed record EditCount(int Edits, int Answers);
