using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests.Data;

public sealed class PairSplitTests
{
    private static PreferencePair Pair(string rejected, string prompt = "", string chosen = "good") =>
        new() { Prompt = prompt, Rejected = rejected, Chosen = chosen };

    [Fact]
    public void PartOf_PairsOfOneSource_IsTheSame()
    {
        var split = new PairSplit { Validation = 0.5 };

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(split.PartOf(Pair($"s {i}", chosen: "a")), split.PartOf(Pair($"S  {i} ", chosen: "b")));
            Assert.Equal(split.PartOf(Pair("x", prompt: $"p {i}")), split.PartOf(Pair("y", prompt: $"p {i}")));
        }
    }

    [Fact]
    public void PartOf_ManySources_GivesTheShares()
    {
        var split = new PairSplit { Validation = 0.1, Test = 0.2, Seed = 3 };

        var parts = Enumerable.Range(0, 10_000).CountBy(i => split.PartOf(Pair($"s {i}"))).ToDictionary();

        Assert.InRange(parts[DataPart.Validation], 900, 1_100);
        Assert.InRange(parts[DataPart.Test], 1_880, 2_120);
    }

    // The division is part of a run's identity: figures of two runs compare only while it stays.
    [Fact]
    public void PartOf_KnownSources_NeverChanges()
    {
        var split = new PairSplit { Validation = 0.3, Test = 0.3, Seed = 7 };

        var parts = string.Concat(Enumerable.Range(0, 20).Select(i => (int)split.PartOf(Pair($"source {i}"))));

        Assert.Equal("02102122100120201010", parts);
    }

    [Fact]
    public void PartOf_OtherSeed_DividesOtherwise()
    {
        var (one, two) = (new PairSplit { Validation = 0.5, Seed = 1 }, new PairSplit { Validation = 0.5, Seed = 2 });

        Assert.Contains(Enumerable.Range(0, 100), i => one.PartOf(Pair($"s {i}")) != two.PartOf(Pair($"s {i}")));
    }

    [Fact]
    public void Select_AllParts_GivesEachPairOnce()
    {
        var pairs = Enumerable.Range(0, 200).Select(i => Pair($"s {i}")).ToList();
        var split = new PairSplit { Validation = 0.2, Test = 0.2 };

        var all = Enum.GetValues<DataPart>().SelectMany(part => split.Select(pairs, part)).ToList();

        Assert.Equal(pairs.Count, all.Count);
        Assert.Equal(pairs.ToHashSet(), all.ToHashSet());
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    public void PartOf_SharesOutOfRange_Throws(double validation, double test) =>
        Assert.Throws<InvalidOperationException>(() => new PairSplit { Validation = validation, Test = test }.PartOf(Pair("s")));
}
