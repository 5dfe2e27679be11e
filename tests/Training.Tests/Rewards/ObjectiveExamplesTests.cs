using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class ObjectiveExamplesTests
{
    private static readonly PreferencePair[] s_pairs =
    [
        new() { Prompt = "p", Chosen = "aa", Rejected = "b", Objective = "short", Annotator = "x" },
        new() { Prompt = "p", Chosen = "ccc", Rejected = "d", Objective = "kind", Annotator = "x" },
        new() { Prompt = "q", Chosen = "e", Rejected = "f", Objective = "kind" },
        new() { Prompt = "q", Chosen = "g", Rejected = "h" },
    ];

    [Fact]
    public void Of_Objectives_SortsPairsAndLeavesOutTheNameless()
    {
        var objectives = ObjectiveExamples.Of(s_pairs, p => p.Objective, text => [text.Length]);

        Assert.Equal(["kind", "short"], objectives.Select(o => o.Name));
        Assert.Equal([3, 1], objectives[0].Pairs.Select(p => p.Chosen.Ids[0]));
        Assert.Equal(objectives[1].Pairs[0].Group, objectives[0].Pairs[0].Group);
        Assert.NotEqual(objectives[0].Pairs[0].Group, objectives[0].Pairs[1].Group);
    }

    [Fact]
    public void Of_Annotators_AreGroupsToo() =>
        Assert.Equal([("x", 2)], ObjectiveExamples.Of(s_pairs, p => p.Annotator, _ => []).Select(o => (o.Name, o.Pairs.Count)));
}
