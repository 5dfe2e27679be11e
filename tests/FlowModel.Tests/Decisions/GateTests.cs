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
        var verdict = _gate.Choose(s_request, Segment, [(Edited("Please use"), [1, 5])]);

        Assert.Null(verdict.Text);
        Assert.Equal(AlignmentReason.GainTooSmall, verdict.Reason);
    }

    [Fact]
    public void Choose_SeveralSure_TakesHighestLowerBound()
    {
        var (safe, bold) = (Edited("Please use"), Edited("Kindly do use"));

        var verdict = _gate.Choose(s_request, Segment, [(bold, [2, 16]), (safe, [3.5, 4.5])]);

        Assert.Equal(safe, verdict.Text);
        Assert.Equal(AlignmentReason.Edited, verdict.Reason);
    }

    [Fact]
    public void Choose_EditCost_PrefersSmallerEdit()
    {
        var gate = new Gate(new GateOptions { EditCost = 20 });
        var (small, large) = (Segment.Replace("utilize", "use"), Segment.Replace("You must utilize the form at", "Do fill"));

        var verdict = gate.Choose(s_request, Segment, [(large, [5.5]), (small, [5])]);

        Assert.Equal(small, verdict.Text);
    }

    [Theory]
    [InlineData("You must use the form at https://x.example/b before 5 May.")] // another address
    [InlineData("You must use the form at https://x.example/a before 6 May.")] // another number
    [InlineData("Use it.")] // too short, and the protected spans are gone
    [InlineData("   ")]
    public void Choose_GuardBroken_KeepsSegment(string edited) =>
        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(s_request, Segment, [(edited, [9])]).Reason);

    [Fact]
    public void Choose_NewStopString_KeepsSegment()
    {
        var request = s_request with { StopStrings = ["Please"] };

        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(request, Segment, [(Edited("Please use"), [9])]).Reason);
    }

    [Fact]
    public void Choose_RequestMargin_OverridesOwn() =>
        Assert.Null(_gate.Choose(s_request with { MinGain = 10 }, Segment, [(Edited("Please use"), [9])]).Text);

    [Theory]
    [InlineData(PessimismRule.Mean, 3)]
    [InlineData(PessimismRule.Deviation, 1)]
    [InlineData(PessimismRule.Least, 1)]
    [InlineData(PessimismRule.Entropic, 1.675)] // 1 − ln((1 + e⁻⁴)/2)
    public void Score_TwoMembers_FollowsTheRule(PessimismRule rule, double lowerBound)
    {
        var score = new GateOptions { Pessimism = rule, Caution = 1, Temperature = 1 }.Score([1, 5]);

        Assert.Equal(3, score.Mean);
        Assert.Equal(2, score.Deviation, 1e-12);
        Assert.Equal(lowerBound, score.LowerBound, 1e-3);
    }

    [Fact]
    public void Choose_ExpectedLossTooHigh_KeepsSegment() // one member in two is sure that it is worse
    {
        (string, double[])[] proposals = [(Edited("Please use"), [9, -5])];
        var options = new GateOptions { Pessimism = PessimismRule.Mean, MinGain = 1 };

        Assert.Equal(AlignmentReason.Edited, new Gate(options).Choose(s_request, Segment, proposals).Reason);
        Assert.Equal(
            AlignmentReason.GainTooSmall, new Gate(options with { MaxExpectedLoss = 0.4 }).Choose(s_request, Segment, proposals).Reason);
    }

    private static string Edited(string start) => Segment.Replace("You must utilize", start);
}
