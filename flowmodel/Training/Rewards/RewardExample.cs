using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Two texts of which the first is preferred, as features.</summary>
/// <param name="Chosen">The preferred text.</param>
/// <param name="Rejected">The other.</param>
/// <param name="Group">Number of the source both belong to: resampling takes or leaves a source whole.</param>
internal sealed record RewardExample(TextFeatures Chosen, TextFeatures Rejected, int Group)
{
    /// <summary>Logits by which the chosen reward should exceed the other, at least 0.</summary>
    public double Margin { get; init; }

    /// <summary>Weight in the loss, above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Share of the judgements that preferred the chosen text; 0.5 for a tie.</summary>
    public double Agreement { get; init; } = 1;

    /// <summary>Line of the pair in its file; 0 for an example that was made.</summary>
    public int Line { get; init; }
}
