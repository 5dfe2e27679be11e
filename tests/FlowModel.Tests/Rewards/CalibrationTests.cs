using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Rewards;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(3.0)]
    public void Fit_DifferencesScaledByTemperature_FindsIt(double temperature)
    {
        // Preferences drawn with probability σ(d): the scaled difference of the winner over the loser needs that temperature.
        var random = new Random(1);
        var differences = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var d = (random.NextDouble() * 6) - 3;
            return temperature * (random.NextDouble() < 1 / (1 + Math.Exp(-d)) ? d : -d);
        }).ToList();

        Assert.InRange(Calibration.Fit(differences), temperature * 0.93, temperature * 1.07);
    }

    [Fact]
    public void Fit_EveryPairRight_StaysFinite() => // 98 of 98 right: the best constant probability is 99/100
        Assert.Equal(1 / Math.Log(99), Calibration.Fit([.. Enumerable.Repeat(1.0, 98)]), 1e-3);

    [Fact]
    public void Apply_DividesByMemberAndEnsembleTemperature() =>
        Assert.Equal([1.0, 0.25], new Calibration([1, 4], 2).Apply([2, 2]));
}
