using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class HistogramTests
{
    [Fact]
    public void Of_Samples_CountsThemInTheSameBins()
    {
        var histogram = Histogram.Of(null, ("a", [0, 0.5, 1.2, 23.9]), ("b", [24, 2]));

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (double)i), histogram.Edges);
        Assert.Equal((4, 2), (histogram.Series[0].Counts.Sum(), histogram.Series[1].Counts.Sum()));
        Assert.Equal((2, 1, 1), (histogram.Series[0].Counts[0], histogram.Series[0].Counts[1], histogram.Series[0].Counts[23]));
        Assert.Equal((1, 1), (histogram.Series[1].Counts[2], histogram.Series[1].Counts[23]));
    }

    [Fact]
    public void Of_FarValue_CountsInTheOutermostBin()
    {
        var histogram = Histogram.Of(null, ("a", [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0), 1e6, -1e6]));

        Assert.InRange(histogram.Edges[^1], 0.9, 1.1);
        Assert.Equal(1002, histogram.Series[0].Counts.Sum());
    }

    [Fact]
    public void Of_Threshold_IsCovered() => Assert.InRange(Histogram.Of(9, ("a", [1, 2])).Edges[^1], 9, 10);

    [Fact]
    public void Of_OneValueOrNone_StillHolds()
    {
        Assert.Equal(3, Histogram.Of(null, ("a", [4, 4, 4])).Series[0].Counts.Sum());
        Assert.Empty(Histogram.Of(1, ("a", [])).Edges);
    }

    [Theory]
    [InlineData(1, 10, 0.1)]
    [InlineData(23, 24, 1)]
    [InlineData(25, 24, 2)]
    [InlineData(0.0006, 6, 0.0001)]
    [InlineData(14, 6, 2.5)]
    public void Step_IsRoundAndCovers(double range, int steps, double expected) =>
        Assert.Equal(expected, NiceNumbers.Step(range, steps), 12);
}
