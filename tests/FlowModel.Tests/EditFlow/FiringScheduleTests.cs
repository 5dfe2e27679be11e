using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.EditFlow;

public sealed class FiringScheduleTests
{
    private static readonly ByteBpeTokenizer s_tokenizer = ByteBpeTokenizer.Train([], 260); // a token a byte
    private static readonly TokenEdges s_edges = new(s_tokenizer);

    [Fact]
    public void Next_Threshold_FiresWhereRateReachesLevel()
    {
        var chain = Chain([10, 11, 12], new FiringRule.Threshold(0.5));

        var fired = FiringSchedule.Next(chain, s_edges, (position, kind) => (position, kind) switch
        {
            (0, EditKind.Insert) => 0.5,
            (2, EditKind.Delete) => 0.4,
            (2, EditKind.Substitute) => 0.2,
            (3, EditKind.Substitute) => 0.49,
            _ => 0,
        });

        Assert.Equal([new(0, EditKind.Insert), new(2, EditKind.Delete)], fired);
    }

    [Fact]
    public void Next_FrozenTokens_AreNeverTouched()
    {
        var chain = Chain([10, 11, 12, 13], new FiringRule.Threshold(0.5), frozen: [false, true, true, false]);

        var fired = FiringSchedule.Next(chain, s_edges, (_, _) => 1);

        Assert.Equal(
            [new(0, EditKind.Insert), new(1, EditKind.Delete), new(1, EditKind.Insert), new(3, EditKind.Insert), new(4, EditKind.Delete), new(4, EditKind.Insert)],
            fired);
    }

    [Fact]
    public void Next_Budget_KeepsStrongestEdits()
    {
        var chain = Chain([10, 11, 12], new FiringRule.Threshold(0.5), maxEdits: 2);

        var fired = FiringSchedule.Next(chain, s_edges, (position, kind) => kind == EditKind.Delete ? position : 0);

        Assert.Equal([new(2, EditKind.Delete), new(3, EditKind.Delete)], fired);
    }

    [Fact]
    public void Next_SampledSameSeed_FiresTheSame()
    {
        IReadOnlyList<Firing> Fire(int seed) => FiringSchedule.Next(Chain([.. Enumerable.Range(10, 40)], new FiringRule.Sampled(seed)), s_edges, (_, _) => 0.3);

        Assert.Equal(Fire(5), Fire(5));
        Assert.NotEqual(Fire(5), Fire(6));
    }

    [Fact]
    public void Next_SampledZeroRates_EndsTheChain() =>
        Assert.Empty(FiringSchedule.Next(Chain([10, 11], new FiringRule.Sampled(1)), s_edges, (_, _) => 0));

    [Fact]
    public void Next_SampledRateOne_FiresNearlyAlways()
    {
        // With κ linear the hazard up to the last step is ln n: an edit surely pending is left out with probability 1/(2n) at most.
        var missed = Enumerable.Range(0, 400).Count(seed =>
        {
            var chain = Chain([10], new FiringRule.Sampled(seed));
            return FiringSchedule.Next(chain, s_edges, (_, kind) => kind == EditKind.Delete ? 1 : 0).Count == 0;
        });

        Assert.InRange(missed, 0, 20);
    }

    [Fact]
    public void Next_WordOfSeveralTokens_FiresWholeByItsMeanRate()
    {
        var chain = Chain(s_tokenizer.Encode("ab cd"), new FiringRule.Threshold(0.5));

        // Tokens a, b, space, c, d: only a reaches the level, and a and b together; c alone is not enough for its word.
        var fired = FiringSchedule.Next(chain, s_edges, (position, kind) => (position, kind) switch
        {
            (1, EditKind.Substitute) => 0.7,
            (2, EditKind.Delete) => 0.4,
            (4, EditKind.Delete) => 0.9,
            (1 or 4, EditKind.Insert) => 0.9, // inside a word
            _ => 0,
        });

        Assert.Equal([new(1, EditKind.Substitute), new Firing(2, EditKind.Delete)], fired);
    }

    [Fact]
    public void Next_DeletesOnly_DeletesWhereItWouldSubstituteAndInsertsNothing()
    {
        var chain = new EditChain([], [10], [false], new FiringRule.Threshold(0.5)) { DeletesOnly = true };

        Assert.Equal([new Firing(1, EditKind.Delete)], FiringSchedule.Next(chain, s_edges, (_, kind) => kind == EditKind.Delete ? 0 : 1));
    }

    [Fact]
    public void AllowsToken_ThatWouldLengthenAnUntouchedWord_IsFalse()
    {
        var chain = Chain(s_tokenizer.Encode("ab "), new FiringRule.Threshold(0.5));
        var letter = s_tokenizer.Encode("c")[0];

        Assert.False(chain.AllowsToken(2, letter, s_edges));
        chain.Apply(2, EditKind.Substitute, s_tokenizer.Encode("x")[0]);
        Assert.True(chain.AllowsToken(2, letter, s_edges)); // the flow wrote the end of that word
        Assert.False(chain.AllowsToken(0, letter, s_edges)); // it would join the word after it
    }

    private static EditChain Chain(int[] tokens, FiringRule rule, bool[]? frozen = null, int maxEdits = int.MaxValue) =>
        new([], tokens, frozen ?? new bool[tokens.Length], rule) { MaxEdits = maxEdits };
}
