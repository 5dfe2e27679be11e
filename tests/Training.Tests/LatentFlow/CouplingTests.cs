using PreferenceFlow.Training.LatentFlow;

namespace PreferenceFlow.Training.Tests.LatentFlow;

public sealed class CouplingTests
{
    /// <summary>Two prompts whose rejected answers are each other's chosen ones.</summary>
    private static readonly LatentPair[] s_crossed = [Pair(1, -1, 1), Pair(1, -2, 2), Pair(2, 1, -1), Pair(2, 2, -2)];

    [Fact]
    public void Given_AnyBatch_IsLeftAsItIs() => Assert.Same(s_crossed, Coupling.Of(CouplingKind.Given, s_crossed));

    [Fact]
    public void WithinPrompt_CrossedPrompts_NeverLeavesThePrompt()
    {
        var coupled = Coupling.Of(CouplingKind.WithinPrompt, s_crossed);

        Assert.Equal(4, coupled.Count);
        Assert.All(coupled, p => Assert.Equal(p.Prompt == 1, p.Rejected[0] < 0 && p.Chosen[0] > 0));
    }

    [Fact]
    public void WithinPrompt_PairsThatCross_AreUncrossed() // 0 → 5 and 4 → 1 cost 34, 0 → 1 and 4 → 5 cost 2
    {
        var coupled = Coupling.Of(CouplingKind.WithinPrompt, [Pair(1, 0, 5), Pair(1, 4, 1)]);

        Assert.Equal([(0f, 1f), (4f, 5f)], coupled.Select(p => (p.Rejected[0], p.Chosen[0])));
    }

    private static LatentPair Pair(int prompt, float rejected, float chosen) =>
        new() { Rejected = [rejected], Chosen = [chosen], Condition = [prompt], Prompt = prompt };
}
