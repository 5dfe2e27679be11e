namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>What the reward ensemble thinks of a text, or of the difference of two.</summary>
/// <param name="Mean">Calibrated mean over the members, in logits.</param>
/// <param name="Deviation">Standard deviation over the members, in logits, at least 0.</param>
/// <param name="LowerBound">What the members are sure of by the gate's <see cref="GateOptions.Pessimism"/>, in logits.</param>
public readonly record struct RewardScore(double Mean, double Deviation, double LowerBound)
{
    /// <summary>How far the difference lies from what the training pairs have shown, in logits, at least 0 (<see cref="Rewards.MemberGains.Doubt"/>).</summary>
    public double Doubt { get; init; }

    /// <summary>The score of several independent changes made together.</summary>
    public static RewardScore Sum(IReadOnlyCollection<RewardScore> scores) => new(
        scores.Sum(s => s.Mean), Math.Sqrt(scores.Sum(s => s.Deviation * s.Deviation)), scores.Sum(s => s.LowerBound))
    {
        Doubt = Math.Sqrt(scores.Sum(s => s.Doubt * s.Doubt)),
    };
}
