using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

public sealed class BestOfNTests
{
    [Fact]
    public void Choose_Equals_TakesTheFirst() => Assert.Equal(1, BestOfN.Choose([1, 3, 3, 2]));

    [Fact]
    public void Choose_Nothing_Throws() => Assert.Throws<ArgumentException>(() => BestOfN.Choose([]));

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(2, 0.19315, 0.66667)]
    [InlineData(4, 0.63629, 0.8)]
    [InlineData(8, 1.20444, 0.88889)]
    [InlineData(16, 1.83509, 0.94118)]
    [InlineData(32, 2.49699, 0.96970)]
    [InlineData(64, 3.17451, 0.98462)]
    public void Bounds_OfN_AreThoseOfTheReference(int n, double divergence, double winRate)
    {
        Assert.Equal(divergence, BestOfN.MaxDivergence(n), 1e-5);
        Assert.Equal(winRate, BestOfN.MaxWinRate(n), 1e-5);
    }

    [Theory]
    [InlineData(1, 0.45)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.45)]
    [InlineData(4, 0.5)]
    public void ExpectedValue_UnitVector_IsThatOfTheReference(int n, double expected) =>
        Assert.Equal(expected, BestOfN.ExpectedValue([0.1, 0.9, 0.3, 0.5], n), 1e-12);

    [Fact]
    public void ExpectedValue_ManyValues_IsTheMeanOverAllChoices()
    {
        double[] values = [0.4, 0.1, 0.8, 0.3, 0.9, 0.2];
        var bests = Enumerable.Range(0, 1 << values.Length).Where(set => int.PopCount(set) == 3).Select(set => values[int.Log2(set)]);

        Assert.Equal(bests.Average(), BestOfN.ExpectedValue(values, 3), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void ExpectedValue_NotThatMany_Throws(int n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BestOfN.ExpectedValue([1, 2], n));
}
