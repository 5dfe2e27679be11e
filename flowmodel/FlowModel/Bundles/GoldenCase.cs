using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>An answer and what the bundle made of it when it was written: replayed at every load.</summary>
public sealed record GoldenCase
{
    /// <summary>Largest difference of a gain between two machines, in logits.</summary>
    private const double Tolerance = 1e-2;

    public required string Prompt { get; init; }

    public required string Answer { get; init; }

    public required string Text { get; init; }

    public required AlignmentReason Reason { get; init; }

    public double? GainLowerBound { get; init; }

    /// <summary>Records what an aligner makes of an answer.</summary>
    public static GoldenCase Record(IAligner aligner, string prompt, string answer)
    {
        var decision = Decide(aligner, prompt, answer);
        return new() { Prompt = prompt, Answer = answer, Text = decision.Text, Reason = decision.Reason, GainLowerBound = decision.GainLowerBound };
    }

    /// <summary>Why the aligner no longer does what was recorded, without quoting text; null when it does.</summary>
    public string? Mismatch(IAligner aligner)
    {
        var decision = Decide(aligner, Prompt, Answer);
        if (decision.Reason != Reason)
            return $"the decision is {decision.Reason}, recorded was {Reason}";
        if (decision.Text != Text)
            return "the text differs from the recorded one";
        return Math.Abs((decision.GainLowerBound ?? 0) - (GainLowerBound ?? 0)) <= Tolerance
            ? null
            : $"the gain is {decision.GainLowerBound:F4}, recorded was {GainLowerBound:F4}";
    }

    private static AlignmentDecision Decide(IAligner aligner, string prompt, string answer) =>
        aligner.Decide(new() { Prompt = prompt, Answer = answer }, CancellationToken.None);
}
