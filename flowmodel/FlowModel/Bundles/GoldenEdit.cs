using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>An answer and what the edit flow and the gate made of it.</summary>
public sealed record GoldenEdit
{
    public required string Prompt { get; init; }

    public required string Answer { get; init; }

    public required string Text { get; init; }

    public required AlignmentReason Reason { get; init; }

    public double? GainLowerBound { get; init; }

    /// <summary>Records what an aligner makes of an answer.</summary>
    public static GoldenEdit Record(IAligner aligner, string prompt, string answer)
    {
        var decision = Decide(aligner, prompt, answer);
        return new() { Prompt = prompt, Answer = answer, Text = decision.Text, Reason = decision.Reason, GainLowerBound = decision.GainLowerBound };
    }

    /// <summary>Why the aligner no longer does what was recorded, without quoting text; null when it does.</summary>
    public string? Mismatch(IAligner aligner)
    {
        var decision = Decide(aligner, Prompt, Answer);
        var difference = GoldenCases.Difference(decision, Reason, GainLowerBound);
        return decision.Reason == Reason && decision.Text != Text ? "the text differs from the recorded one" : difference;
    }

    private static AlignmentDecision Decide(IAligner aligner, string prompt, string answer) =>
        aligner.Decide(new() { Prompt = prompt, Answer = answer }, CancellationToken.None);
}
