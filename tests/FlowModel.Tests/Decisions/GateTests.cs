using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Decisions;

public sealed class GateTests
{
    private const string Segment = "You must utilize the form at https://x.example/a before 5 May.";
    private static readonly AlignmentRequest s_request = new() { Prompt = "", Answer = Segment };
    private readonly Gate _gate = new(new GateOptions { Caution = 1, MinGain = 1, EditCost = 0 });

    [Fact]
    public void Choose_NoProposals_KeepsSegment() =>
        Assert.Equal(new(null, default, AlignmentReason.NothingProposed), _gate.Choose(s_request, Segment, []));

    [Fact]
    public void Choose_LowerBoundAtMargin_KeepsSegment()
    {
        var verdict = _gate.Choose(s_request, Segment, [(Edited("Please use"), Gains(1, 5))]);

        Assert.Null(verdict.Text);
        Assert.Equal(AlignmentReason.GainTooSmall, verdict.Reason);
    }

    [Fact]
    public void Choose_SeveralSure_TakesHighestLowerBound()
    {
        var (safe, bold) = (Edited("Please use"), Edited("Kindly do use"));

        var verdict = _gate.Choose(s_request, Segment, [(bold, Gains(2, 16)), (safe, Gains(3.5, 4.5))]);

        Assert.Equal(safe, verdict.Text);
        Assert.Equal(AlignmentReason.Edited, verdict.Reason);
    }

    [Fact]
    public void Choose_EditCost_PrefersSmallerEdit()
    {
        var gate = new Gate(new GateOptions { EditCost = 20 });
        var (small, large) = (Segment.Replace("utilize", "use"), Segment.Replace("You must utilize the form at", "Do fill"));

        var verdict = gate.Choose(s_request, Segment, [(large, Gains(5.5)), (small, Gains(5))]);

        Assert.Equal(small, verdict.Text);
    }

    [Theory]
    [InlineData("You must use the form at https://x.example/b before 5 May.")] // another address
    [InlineData("You must use the form at https://x.example/a before 6 May.")] // another number
    [InlineData("Use it.")] // too short, and the protected spans are gone
    [InlineData("   ")]
    public void Choose_GuardBroken_KeepsSegment(string edited) =>
        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(s_request, Segment, [(edited, Gains(9))]).Reason);

    [Fact]
    public void Choose_NewStopString_KeepsSegment()
    {
        var request = s_request with { StopStrings = ["Please"] };

        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(request, Segment, [(Edited("Please use"), Gains(9))]).Reason);
    }

    [Fact]
    public void Choose_RequestMargin_OverridesOwn() =>
        Assert.Null(_gate.Choose(s_request with { MinGain = 10 }, Segment, [(Edited("Please use"), Gains(9))]).Text);

    [Theory]
    [InlineData(PessimismRule.Mean, 3)]
    [InlineData(PessimismRule.Deviation, 1)]
    [InlineData(PessimismRule.Least, 1)]
    [InlineData(PessimismRule.Entropic, 1.675)] // 1 − ln((1 + e⁻⁴)/2)
    public void Score_TwoMembers_FollowsTheRule(PessimismRule rule, double lowerBound)
    {
        var score = new GateOptions { Pessimism = rule, Caution = 1, Temperature = 1 }.Score(Gains(1, 5));

        Assert.Equal(3, score.Mean);
        Assert.Equal(2, score.Deviation, 1e-12);
        Assert.Equal(lowerBound, score.LowerBound, 1e-3);
    }

    [Fact]
    public void Choose_ExpectedLossTooHigh_KeepsSegment() // one member in two is sure that it is worse
    {
        (string, MemberGains)[] proposals = [(Edited("Please use"), Gains(9, -5))];
        var options = new GateOptions { Pessimism = PessimismRule.Mean, MinGain = 1 };

        Assert.Equal(AlignmentReason.Edited, new Gate(options).Choose(s_request, Segment, proposals).Reason);
        Assert.Equal(
            AlignmentReason.GainTooSmall, new Gate(options with { MaxExpectedLoss = 0.4 }).Choose(s_request, Segment, proposals).Reason);
    }

    [Theory]
    [InlineData(0, AlignmentReason.Edited)]
    [InlineData(1, AlignmentReason.GainTooSmall)] // 5 − 4
    public void Choose_DoubtWeighed_AsksForMore(double weight, AlignmentReason reason)
    {
        var verdict = new Gate(new GateOptions { MinGain = 1, DoubtWeight = weight })
            .Choose(s_request, Segment, [(Edited("Please use"), new MemberGains([5, 5], 4))]);

        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(new(5, 0, 5 - (4 * weight)) { Doubt = 4 }, verdict.Gain);
    }

    [Fact]
    public void Sum_IndependentChanges_AddsTheSquaresOfTheirDoubts() =>
        Assert.Equal(5, RewardScore.Sum([new(1, 0, 1) { Doubt = 3 }, new(1, 0, 1) { Doubt = 4 }]).Doubt);

    private static MemberGains Gains(params double[] members) => members;

    private static string Edited(string start) => Segment.Replace("You must utilize", start);
}
