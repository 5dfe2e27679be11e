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
    public void Fit_SharesOfVotes_FindsTheTemperatureTheyWereDrawnWith()
    {
        var logits = Enumerable.Range(-300, 601).Select(i => i / 100.0).ToList();

        var temperature = Calibration.Fit([.. logits.Select(d => 2.5 * d)], [.. logits.Select(d => 1 / (1 + Math.Exp(-d)))]);

        Assert.Equal(2.5, temperature, 0.05);
    }

    [Fact]
    public void Fit_Members_EachHaveTheirOwnTemperature()
    {
        var logits = Enumerable.Range(-300, 601).Select(i => i / 100.0).ToList();

        var calibration = Calibration.Fit([.. logits.Select(d => new[] { (float)d, (float)(4 * d) })], [.. logits.Select(d => 1 / (1 + Math.Exp(-d)))]);

        Assert.Equal(1, calibration.Temperatures[0], 0.02);
        Assert.Equal(4, calibration.Temperatures[1], 0.08);
        Assert.Equal(1, calibration.Ensemble, 0.02);
    }

    [Fact]
    public void Apply_DividesByMemberAndEnsembleTemperature() =>
        Assert.Equal([1.0, 0.25], new Calibration([1, 4], 2).Apply([2, 2]));
}
