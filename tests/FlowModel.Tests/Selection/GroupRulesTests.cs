using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

/// <summary>Three answers and two groups: the first answer divides them, the second suits both, and the second group likes none.</summary>
public sealed class GroupRulesTests
{
    private static readonly double[][] s_rewards = [[3, -4], [2, -3], [0, -2.5]];

    [Fact]
    public void Weighted_OneGroupAlone_FollowsIt() => Assert.Equal([3, 2, 0], GroupRules.Weighted(s_rewards, [1, 0]));

    [Fact]
    public void Weighted_WeightMissing_Throws() =>
        Assert.Contains("2 groups", Assert.Throws<ArgumentException>(() => GroupRules.Weighted(s_rewards, [1])).Message);

    [Fact]
    public void Least_IsRuledByTheGroupThatLikesNothing() => Assert.Equal(2, BestOfN.Choose(GroupRules.Least(s_rewards)));

    [Fact]
    public void LeastRegret_TakesWhatBothCanLiveWith()
    {
        var scores = GroupRules.LeastRegret(s_rewards);

        Assert.Equal([-1.5, -1, -3], scores); // favourites are worth 3 and −2.5
        Assert.Equal(1, BestOfN.Choose(scores));
    }

    [Fact]
    public void LeastRegret_OfNothing_IsNothing() => Assert.Empty(GroupRules.LeastRegret([]));
}
