using PreferenceFlow.Training.LatentFlow;

namespace PreferenceFlow.Training.Tests.LatentFlow;

/// <summary>
/// Under one prompt −1 is rejected and +1 chosen, under the other it is the reverse. Optimal transport that does not see the prompt pairs
/// each answer with itself and learns to stay; the pairs as they were judged teach both ways.
/// </summary>
public sealed class ConditionSwapTests
{
    private static readonly LatentPair[] s_pairs = [.. Enumerable.Range(0, 64).Select(i => Pair(i % 2 == 0 ? 1 : -1))];

    [Theory]
    [InlineData(CouplingKind.Given)]
    [InlineData(CouplingKind.WithinPrompt)]
    public void Trained_CoupledWithinPrompts_MovesByTwoEitherWay(CouplingKind coupling)
    {
        using var flow = new TinyLatentFlow(
            s_pairs, TinyLatentFlow.Options with { Coupling = coupling }, batch => Coupling.Of(coupling, batch)).Train();

        Assert.Equal(2, flow.Velocity(-1, 0, 1), 0.1);
        Assert.Equal(-2, flow.Velocity(1, 0, -1), 0.1);
    }

    [Fact]
    public void Trained_CoupledBlindly_LearnsToStay()
    {
        using var flow = new TinyLatentFlow(s_pairs, couple: _ => Blind(s_pairs)).Train(); // as many of one prompt as of the other

        Assert.Equal(0, flow.Velocity(-1, 0, 1), 0.1);
        Assert.Equal(0, flow.Velocity(1, 0, -1), 0.1);
    }

    [Fact]
    public void Trained_WithDropout_KnowsTheMeanOfAllPromptsUntold()
    {
        var options = TinyLatentFlow.Options with { PromptDropout = 0.3, Noise = 0.3 };
        using var flow = new TinyLatentFlow([.. s_pairs.Select(p => p with { Rejected = [0] })], options).Train();

        Assert.Equal(1, flow.Velocity(0, 0, 1), 0.2);
        Assert.Equal(-1, flow.Velocity(0, 0, -1), 0.2);
        Assert.Equal(0, flow.Velocity(0, 0, 1, known: 0), 0.2);
    }

    /// <summary>As published: all of a batch paired anew by distance alone, with the condition of the chosen answer.</summary>
    private static LatentPair[] Blind(IReadOnlyList<LatentPair> batch)
    {
        var costs = new double[batch.Count, batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            for (var j = 0; j < batch.Count; j++)
                costs[i, j] = Math.Pow(batch[i].Rejected[0] - batch[j].Chosen[0], 2);
        }

        return [.. Assignment.Solve(costs).Select((chosen, rejected) => batch[chosen] with { Rejected = batch[rejected].Rejected })];
    }

    private static LatentPair Pair(int condition) =>
        new() { Rejected = [-condition], Chosen = [condition], Condition = [condition], Prompt = condition };
}
