using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>When a change is surely for the better, by the members' calibrated gains.</summary>
public abstract record PessimismOptions
{
    /// <summary>How the members' gains become the lower bound.</summary>
    public PessimismRule Pessimism { get; init; } = PessimismRule.Deviation;

    /// <summary>Standard deviations subtracted from the mean gain under <see cref="PessimismRule.Deviation"/>, at least 0.</summary>
    public double Caution { get; init; } = 1;

    /// <summary>β of <see cref="PessimismRule.Entropic"/>, in logits, above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Largest chance of a change for the worse, by the mean of the members, 0 to 1; above it nothing is changed (Chow's rule).
    /// </summary>
    /// <value>The default is 1, the margin alone.</value>
    public double MaxExpectedLoss { get; init; } = 1;

    /// <summary>Logits taken off the lower bound for each logit of <see cref="MemberGains.Doubt"/>, at least 0.</summary>
    /// <value>The default is 0.</value>
    public double DoubtWeight { get; init; }

    /// <summary>What the members' gains come to.</summary>
    public RewardScore Score(MemberGains gains)
    {
        var members = gains.Members;
        var (mean, deviation) = (members.Average(), Rewards.Pessimism.Deviation(members));
        var sure = Pessimism switch
        {
            PessimismRule.Mean => mean,
            PessimismRule.Least => members.Min(),
            PessimismRule.Entropic => Rewards.Pessimism.Entropic(members, Temperature),
            _ => mean - (Caution * deviation),
        };
        return new(mean, deviation, sure - (DoubtWeight * gains.Doubt)) { Doubt = gains.Doubt };
    }

    /// <summary>True where a change for the worse is no likelier than <see cref="MaxExpectedLoss"/>.</summary>
    public bool IsSafe(MemberGains gains) => Rewards.Pessimism.ExpectedLoss(gains.Members) <= MaxExpectedLoss;
}
