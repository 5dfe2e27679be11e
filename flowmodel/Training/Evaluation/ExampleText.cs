using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>What an example shows.</summary>
public enum ExampleKind
{
    /// <summary>A rejected text that was edited.</summary>
    Edited,

    /// <summary>A rejected text that left as it came.</summary>
    LeftAlone,

    /// <summary>A good text that was edited all the same.</summary>
    GoodChanged,
}

/// <summary>A held-out text before and after.</summary>
public sealed record ExampleText
{
    public required ExampleKind Kind { get; init; }

    /// <summary>What it answers, cut to <see cref="ExampleTexts.MostPrompt"/> characters; may be empty.</summary>
    public required string Prompt { get; init; }

    /// <summary>The text with what was taken out and put in, in order, cut to <see cref="ExampleTexts.MostText"/> characters.</summary>
    public required IReadOnlyList<DiffRun> Runs { get; init; }

    public required AlignmentReason Reason { get; init; }

    /// <summary>Calibrated mean gain in logits; 0 where nothing was changed.</summary>
    public required double Gain { get; init; }

    /// <inheritdoc cref="AlignmentDecision.GainLowerBound"/>
    public required double? GainLowerBound { get; init; }
}
