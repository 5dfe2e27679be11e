namespace PreferenceFlow.FlowModel.Selection;

/// <summary>What several answers are worth to several groups, and how one is chosen by that.</summary>
/// <param name="Rule">Any but <see cref="GroupRule.None"/>.</param>
/// <param name="Rewards">Calibrated rewards, an array of groups for each answer, in logits.</param>
/// <param name="Weights">One for each group, for <see cref="GroupRule.Weighted"/>.</param>
public sealed record GroupRewards(GroupRule Rule, IReadOnlyList<double[]> Rewards, IReadOnlyList<double> Weights)
{
    /// <summary>One value for each of the answers at these places; a group's favourite is the one among these.</summary>
    public double[] Values(IEnumerable<int> places)
    {
        double[][] offered = [.. places.Select(place => Rewards[place])];
        return Rule switch
        {
            GroupRule.Weighted => GroupRules.Weighted(offered, Weights),
            GroupRule.Least => GroupRules.Least(offered),
            GroupRule.LeastRegret => GroupRules.LeastRegret(offered),
            _ => throw new ArgumentOutOfRangeException(nameof(places), Rule, "Not a rule over groups."),
        };
    }
}
