using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>One replaced stretch of the answer.</summary>
/// <param name="Start">Where it starts in the original answer, in UTF-16 code units.</param>
/// <param name="Original">The text that was there.</param>
/// <param name="Replacement">The text that stands there now.</param>
public sealed record TextEdit(int Start, string Original, string Replacement)
{
    /// <summary>Words that the edit touches: the larger of the words taken out and put in, at least 1.</summary>
    public int Words => Math.Max(1, Math.Max(CountWords(Original), CountWords(Replacement)));

    /// <summary>The text with this one edit made.</summary>
    public string ApplyTo(string text) => string.Concat(text.AsSpan(0, Start), Replacement, text.AsSpan(Start + Original.Length));

    private static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}

/// <summary>What happened to one answer, and why.</summary>
public sealed record AlignmentDecision
{
    /// <summary>The text to send. Equal to the upstream's answer, the same instance, unless <see cref="Changed"/>.</summary>
    public required string Text { get; init; }

    public required AlignmentReason Reason { get; init; }

    /// <summary>True when <see cref="Text"/> differs from the upstream's answer.</summary>
    public bool Changed => Reason is AlignmentReason.Edited or AlignmentReason.Selected or AlignmentReason.Revised;

    /// <summary>Which of several answers it is; 0, the upstream's first, where there was one only.</summary>
    public int Chosen { get; init; }

    /// <summary>How much several answers agree; null where there was one only.</summary>
    public SampleConsistency? Consistency { get; init; }

    /// <summary>Gain of the text sent over the upstream's answer: the sum over its accepted segments, 0 when unchanged.</summary>
    public RewardScore Gain { get; init; }

    /// <summary>Smallest lower bound of the gain among the accepted edits; when none was accepted, the best one refused (null without proposals).</summary>
    public double? GainLowerBound { get; init; }

    /// <summary>The rule by which the lower bounds follow from what the members think.</summary>
    public PessimismRule Pessimism { get; init; }

    /// <summary>What one of the answers that were surely better was taken by, beside the lower bounds.</summary>
    public GroupRule Groups { get; init; }

    /// <summary>Accepted edits in order of <see cref="TextEdit.Start"/>.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>Time spent in each stage.</summary>
    public required StageTimes Times { get; init; }
}

/// <summary>Time spent on one decision, by stage.</summary>
public readonly record struct StageTimes(TimeSpan Propose, TimeSpan Score, TimeSpan Gate)
{
    /// <summary>Stage by stage.</summary>
    public static StageTimes Sum(IEnumerable<StageTimes> times) => times.Aggregate(
        default(StageTimes), static (sum, next) => new(sum.Propose + next.Propose, sum.Score + next.Score, sum.Gate + next.Gate));
}
