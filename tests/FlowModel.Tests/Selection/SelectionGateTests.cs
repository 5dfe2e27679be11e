using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

public sealed class SelectionGateTests
{
    private static readonly SelectionRequest s_request = new() { Prompt = "", Answers = ["first", "second", "third"] };

    private readonly SelectionGate _gate = new(new());

    [Fact]
    public void Choose_AnotherSurelyBetter_TakesTheHighestLowerBound()
    {
        var decision = _gate.Choose(s_request, Gains([0, 0], [3, 3], [9, 1]), null); // 3 − 0, 5 − 4

        Assert.Equal((1, "second", AlignmentReason.Selected), (decision.Chosen, decision.Text, decision.Reason));
        Assert.Equal(new RewardScore(3, 0, 3), decision.Gain);
        Assert.Equal(3, decision.GainLowerBound);
    }

    [Theory]
    [InlineData(2, 2, null, AlignmentReason.Selected)]
    [InlineData(4, -1, null, AlignmentReason.GainTooSmall)] // 1.5 − 2.5
    [InlineData(2, 2, 2.0, AlignmentReason.GainTooSmall)]
    [InlineData(2, 2, 1.9, AlignmentReason.Selected)]
    public void Choose_LowerBound_MustExceedTheMargin(double one, double other, double? margin, AlignmentReason reason)
    {
        var request = s_request with { Answers = ["first", "second"], MinGain = margin };

        Assert.Equal(reason, _gate.Choose(request, Gains([0, 0], [one, other]), null).Reason);
    }

    [Fact]
    public void Choose_OneAnswer_KeepsIt()
    {
        var decision = _gate.Choose(s_request with { Answers = ["only"] }, Gains([0, 0]), null);

        Assert.Equal((0, AlignmentReason.NothingToEdit, null), (decision.Chosen, decision.Reason, decision.GainLowerBound));
    }

    [Fact]
    public void Choose_BlankAnswer_IsNeverTaken()
    {
        var decision = _gate.Choose(s_request with { Answers = ["first", " \n"] }, Gains([0, 0], [9, 9]), null);

        Assert.Equal((0, AlignmentReason.GuardRefused), (decision.Chosen, decision.Reason));
    }

    [Theory]
    [InlineData("Pay $12 at https://a.example.", AlignmentReason.Revised)]
    [InlineData("Pay $13 at https://a.example.", AlignmentReason.GuardRefused)]
    [InlineData("Pay $12 at https://b.example.", AlignmentReason.GuardRefused)]
    [InlineData("Pay $12 at https://a.example. STOP", AlignmentReason.GuardRefused)]
    public void Choose_ReworkedAnswer_MustKeepWhatIsProtected(string reworked, AlignmentReason reason)
    {
        var request = s_request with
        {
            Answers = ["You must pay $12 at https://a.example.", reworked], Origin = CandidateOrigin.Reworked, StopStrings = ["STOP"],
        };

        Assert.Equal(reason, _gate.Choose(request, Gains([0, 0], [9, 9]), null).Reason);
        Assert.Equal(AlignmentReason.Selected, _gate.Choose(request with { Origin = CandidateOrigin.Sampled }, Gains([0, 0], [9, 9]), null).Reason);
    }

    [Fact]
    public void Choose_ExpectedLossTooHigh_KeepsTheFirst()
    {
        var options = new SelectionOptions { Pessimism = PessimismRule.Mean, MaxExpectedLoss = 0.4 };

        Assert.Equal(0, new SelectionGate(options).Choose(s_request with { Answers = ["first", "second"] }, Gains([0, 0], [9, -5]), null).Chosen);
    }

    [Theory]
    [InlineData(SelectionRule.ChiSquare, 0.25, 0.75)] // λ = 1 over bounds (0, 2, 4) with the first at 0: (r − λ)/(3β)
    [InlineData(SelectionRule.Soft, 0.1173, 0.8668)]
    public void Choose_RuleThatDraws_FollowsItsWeights(SelectionRule rule, double second, double third)
    {
        var gate = new SelectionGate(new() { Rule = rule, Softness = rule == SelectionRule.Soft ? 1 : 4.0 / 3 });
        var chosen = Enumerable.Range(0, 4000).Select(seed => gate.Choose(s_request with { Seed = seed }, Gains([0, 0], [2, 2], [4, 4]), null).Chosen).ToList();

        Assert.Equal(second, chosen.Average(c => c == 1 ? 1.0 : 0), 0.03);
        Assert.Equal(third, chosen.Average(c => c == 2 ? 1.0 : 0), 0.03);
        Assert.Equal(chosen, Enumerable.Range(0, 4000).Select(seed => gate.Choose(s_request with { Seed = seed }, Gains([0, 0], [2, 2], [4, 4]), null).Chosen));
    }

    [Theory]
    [InlineData(GroupRule.Weighted, 1)]    // means 0, 3.5, 2, 9; the last does not pass
    [InlineData(GroupRule.Least, 2)]       // least 0, −1, 1
    [InlineData(GroupRule.LeastRegret, 2)] // regrets 8, 3, 5 and 3, 4, 0 of the two groups' favourites among those that pass
    public void Choose_GroupRule_TakesOfThoseThatPass(GroupRule rule, int chosen)
    {
        var request = s_request with { Answers = ["first", "second", "third", "fourth"] };
        double[][] rewards = [[0, 0], [8, -1], [3, 1], [9, 9]];

        var decision = _gate.Choose(request, Gains([0], [2], [1], [-1]), new(rule, rewards, [0.5, 0.5]));

        Assert.Equal((chosen, rule), (decision.Chosen, decision.Groups));
    }

    [Fact]
    public void Values_LeastRegret_IsMeasuredAgainstTheFavouritesOfThoseOffered()
    {
        var groups = new GroupRewards(GroupRule.LeastRegret, [[0, 3], [8, 0], [4, 2], [20, 20]], []);

        Assert.Equal([-8, -3, -4], groups.Values([0, 1, 2]));
    }

    private static MemberGains[] Gains(params double[][] gains) => [.. gains.Select(g => (MemberGains)g)];
}
