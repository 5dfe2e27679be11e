using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.FlowModel.Tests.EditFlow;

public sealed class FiringScheduleTests
{
    [Fact]
    public void Next_Threshold_FiresWhereRateReachesLevel()
    {
        var chain = Chain([10, 11, 12], new FiringRule.Threshold(0.5));

        var fired = FiringSchedule.Next(chain, (position, kind) => (position, kind) switch
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

        var fired = FiringSchedule.Next(chain, (_, _) => 1);

        Assert.Equal(
            [new(0, EditKind.Insert), new(1, EditKind.Delete), new(1, EditKind.Insert), new(3, EditKind.Insert), new(4, EditKind.Delete), new(4, EditKind.Insert)],
            fired);
    }

    [Fact]
    public void Next_Budget_KeepsStrongestEdits()
    {
        var chain = Chain([10, 11, 12], new FiringRule.Threshold(0.5), maxEdits: 2);

        var fired = FiringSchedule.Next(chain, (position, kind) => kind == EditKind.Delete ? position : 0);

        Assert.Equal([new(2, EditKind.Delete), new(3, EditKind.Delete)], fired);
    }

    [Fact]
    public void Next_SampledSameSeed_FiresTheSame()
    {
        IReadOnlyList<Firing> Fire(int seed) => FiringSchedule.Next(Chain([.. Enumerable.Range(10, 40)], new FiringRule.Sampled(seed)), (_, _) => 0.3);

        Assert.Equal(Fire(5), Fire(5));
        Assert.NotEqual(Fire(5), Fire(6));
    }

    [Fact]
    public void Next_SampledZeroRates_EndsTheChain() =>
        Assert.Empty(FiringSchedule.Next(Chain([10, 11], new FiringRule.Sampled(1)), (_, _) => 0));

    [Fact]
    public void Next_SampledRateOne_FiresNearlyAlways()
    {
        // With κ linear the hazard up to the last step is ln n: an edit surely pending is left out with probability 1/(2n) at most.
        var missed = Enumerable.Range(0, 400).Count(seed =>
        {
            var chain = Chain([10], new FiringRule.Sampled(seed));
            return FiringSchedule.Next(chain, (_, kind) => kind == EditKind.Delete ? 1 : 0).Count == 0;
        });

        Assert.InRange(missed, 0, 20);
    }

    private static EditChain Chain(int[] tokens, FiringRule rule, bool[]? frozen = null, int maxEdits = int.MaxValue) =>
        new([], tokens, frozen ?? new bool[tokens.Length], rule) { MaxEdits = maxEdits };
}
