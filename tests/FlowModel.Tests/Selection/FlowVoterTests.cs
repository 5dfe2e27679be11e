using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

public sealed class FlowVoterTests
{
    private static readonly float[][] s_candidates = [[0, 0], [2, 0], [4, 2]];
    private static readonly float[][] s_targets = [[2, 2], [4, 2], [4, 2]];

    [Fact]
    public void Votes_Nearness_AreMinusTheMeanSquaredDistanceToAllTargets() => Close(
        [-((4 + 4 + 16 + 4 + 16 + 4) / 6.0), -((0 + 4 + 4 + 4 + 4 + 4) / 6.0), -(4 / 6.0)],
        FlowVoter.Votes(VoteForm.Nearness, s_candidates, s_targets));

    [Fact]
    public void Votes_Rest_AreMinusTheDisplacement() => Close([-4, -4, 0], FlowVoter.Votes(VoteForm.Rest, s_candidates, s_targets));

    [Fact]
    public void Votes_Advance_GrowAlongTheMeanDisplacement() // from (2, ⅔) to (10/3, 2): both coordinates by 4/3
    {
        var votes = FlowVoter.Votes(VoteForm.Advance, s_candidates, s_targets);

        Close([2 / 3.0 * (-2 - (2 / 3.0)), 2 / 3.0 * (-2 / 3.0), 2 / 3.0 * (2 + (4 / 3.0))], votes);
    }

    /// <summary>The direction: a flow that moves everything to the right prefers what stands on the right.</summary>
    [Theory]
    [InlineData(VoteForm.Nearness)]
    [InlineData(VoteForm.Advance)]
    public void Votes_FlowToTheRight_PreferTheRight(VoteForm form)
    {
        float[][] candidates = [[-1], [0], [1]];

        Assert.Equal(2, BestOfN.Choose(FlowVoter.Votes(form, candidates, [.. candidates.Select(c => new[] { c[0] + 3 })])));
        Assert.Equal(0, BestOfN.Choose(FlowVoter.Votes(form, candidates, [.. candidates.Select(c => new[] { c[0] - 3 })])));
    }

    [Fact]
    public void Votes_OfNothing_AreNone() => Assert.Empty(FlowVoter.Votes(VoteForm.Advance, [], []));

    [Fact]
    public void Votes_TooFewTargets_NamesBothNumbers() => Assert.Contains(
        "3 candidates need as many targets, not 1",
        Assert.Throws<ArgumentException>(() => FlowVoter.Votes(VoteForm.Rest, s_candidates, s_targets[..1])).Message);

    private static void Close(double[] expected, double[] actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-6);
}
