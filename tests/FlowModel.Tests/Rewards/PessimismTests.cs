using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Rewards;

public sealed class PessimismTests
{
    [Theory]
    [InlineData(0.1, 1.109857)]
    [InlineData(1, 1.691006)]
    [InlineData(10, 1.966694)]
    public void Entropic_UnitVector_IsThatOfTheReference(double temperature, double expected) =>
        Assert.Equal(expected, Pessimism.Entropic([1, 2, 3], temperature), 1e-6);

    [Fact]
    public void Entropic_LargeTemperature_IsTheMeanLessHalfTheVarianceOverIt() => // second order, UWO
        Assert.Equal(2 - (2.0 / 3 / 2000), Pessimism.Entropic([1, 2, 3], 1000), 1e-6);

    [Fact]
    public void Entropic_SmallTemperatureAndLargeGains_StaysFiniteAndIsTheLeast() =>
        Assert.Equal(-900, Pessimism.Entropic([-900, 0, 900], 1e-3), 1e-2);

    [Fact]
    public void Deviation_IsThatOfThePopulation() => Assert.Equal(2, Pessimism.Deviation([1, 5]), 1e-12);

    [Fact]
    public void ExpectedLoss_LogOdds_IsTheirChance() =>
        Assert.Equal((0.2 + 0.4) / 2, Pessimism.ExpectedLoss([Math.Log(4), Math.Log(1.5)]), 1e-12);

    [Fact]
    public void DensityRatios_UnitVector_IsThatOfTheReference()
    {
        double[] expected = [1.717571, 1.406228, 0.771755, 0.104446];

        var ratios = Pessimism.DensityRatios([0.1, 0.2, 0.5, 1.5], 0.5);

        Assert.All(expected.Zip(ratios), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
