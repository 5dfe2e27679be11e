using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.Training.Tests.Reports;

public sealed class PlotAxisTests
{
    [Theory]
    [InlineData(new[] { 0.0, 97 }, "0 20 40 60 80 100")]
    [InlineData(new[] { -1.2, 3.4 }, "−2 −1 0 1 2 3 4")]
    [InlineData(new[] { 0.61, 0.64 }, "0.610 0.615 0.620 0.625 0.630 0.635 0.640")]
    [InlineData(new[] { 0.0, 24000 }, "0 5,000 10,000 15,000 20,000 25,000")]
    [InlineData(new[] { 5.0, 5.0 }, "5 6")] // nothing to spread
    public void Covering_Values_HasRoundTicks(double[] values, string ticks) => Assert.Equal(ticks, Ticks(PlotAxis.Covering("", values)));

    [Theory]
    [InlineData(1, "0 1")]
    [InlineData(7, "0 2 4 6 8")]
    [InlineData(0, "0 1")]
    public void Counts_Few_HaveWholeTicks(int most, string ticks) => Assert.Equal(ticks, Ticks(PlotAxis.Counts("", [most])));

    [Fact]
    public void OfSizes_FarApart_IsLogarithmic()
    {
        var axis = PlotAxis.OfSizes("loss", [0.03, 0.5, 4]);

        Assert.Equal(("loss, logarithmic", "0.02 0.05 0.1 0.2 0.5 1 2 5"), (axis.Label, Ticks(axis)));
        Assert.Equal(0.5, axis.At(Math.Sqrt(0.02 * 5)), 12);
    }

    [Fact]
    public void OfSizes_NearOrNotPositive_IsLinear()
    {
        Assert.False(PlotAxis.OfSizes("loss", [0.5, 4]).IsLogarithmic);
        Assert.False(PlotAxis.OfSizes("loss", [-0.5, 400]).IsLogarithmic);
        Assert.Equal(0.25, new PlotAxis("", -1, 3, []).At(0));
    }

    private static string Ticks(PlotAxis axis) => string.Join(' ', axis.Ticks.Select(axis.Text));
}
