using PreferenceFlow.FlowModel.Decisions;

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
        var verdict = _gate.Choose(s_request, Segment, [(Edited("Please use"), new(Mean: 3, Deviation: 2))]);

        Assert.Null(verdict.Text);
        Assert.Equal(AlignmentReason.GainTooSmall, verdict.Reason);
    }

    [Fact]
    public void Choose_SeveralSure_TakesHighestLowerBound()
    {
        var (safe, bold) = (Edited("Please use"), Edited("Kindly do use"));

        var verdict = _gate.Choose(s_request, Segment, [(bold, new(9, 7)), (safe, new(4, 0.5))]);

        Assert.Equal(safe, verdict.Text);
        Assert.Equal(AlignmentReason.Edited, verdict.Reason);
    }

    [Fact]
    public void Choose_EditCost_PrefersSmallerEdit()
    {
        var gate = new Gate(new GateOptions { EditCost = 20 });
        var (small, large) = (Segment.Replace("utilize", "use"), Segment.Replace("You must utilize the form at", "Do fill"));

        var verdict = gate.Choose(s_request, Segment, [(large, new(5.5, 0)), (small, new(5, 0))]);

        Assert.Equal(small, verdict.Text);
    }

    [Theory]
    [InlineData("You must use the form at https://x.example/b before 5 May.")] // another address
    [InlineData("You must use the form at https://x.example/a before 6 May.")] // another number
    [InlineData("Use it.")] // too short, and the protected spans are gone
    [InlineData("   ")]
    public void Choose_GuardBroken_KeepsSegment(string edited) =>
        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(s_request, Segment, [(edited, new(9, 0))]).Reason);

    [Fact]
    public void Choose_NewStopString_KeepsSegment()
    {
        var request = s_request with { StopStrings = ["Please"] };

        Assert.Equal(AlignmentReason.GuardRefused, _gate.Choose(request, Segment, [(Edited("Please use"), new(9, 0))]).Reason);
    }

    [Fact]
    public void Choose_RequestMargin_OverridesOwn() =>
        Assert.Null(_gate.Choose(s_request with { MinGain = 10 }, Segment, [(Edited("Please use"), new(9, 0))]).Text);

    private static string Edited(string start) => Segment.Replace("You must utilize", start);
}
