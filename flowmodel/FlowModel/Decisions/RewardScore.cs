namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>What the reward ensemble thinks of a text, or of the difference of two.</summary>
/// <param name="Mean">Calibrated mean over the members, in logits.</param>
/// <param name="Deviation">Standard deviation over the members, in logits, at least 0.</param>
public readonly record struct RewardScore(double Mean, double Deviation)
{
    /// <summary>Mean − caution · deviation.</summary>
    public double LowerBound(double caution) => Mean - (caution * Deviation);
}
