using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Rewards;

public sealed class CalibrationFiguresTests
{
    private static readonly Forecast[] s_forecasts =
        [new(0.95, 1), new(0.92, 1), new(0.85, 0), new(0.55, 1), new(0.65, 1), new(0.35, 0)];

    [Fact]
    public void Of_UnitVector_HasTheEceOfTheReference() => Assert.Equal(0.355, CalibrationFigures.Of(s_forecasts).Ece, 1e-9);

    [Fact]
    public void Of_UnitVector_LargestErrorIsThatOfTheWrongOne() => Assert.Equal(0.85, CalibrationFigures.Of(s_forecasts).Mce, 1e-9);

    [Fact]
    public void Of_BinsOfEqualCount_ErrsByTheirMeans() => // (.35, .55): |.45 − .5|; (.65, .85): |.75 − .5|; (.92, .95): |.935 − 1|
        Assert.Equal((0.05 + 0.25 + 0.065) / 3, CalibrationFigures.Of(s_forecasts, bins: 3).Ace, 1e-9);

    [Fact]
    public void Of_MoreBinsThanForecasts_CountsEveryForecast() => // one a bin: the mean of |p − y|
        Assert.Equal((0.05 + 0.08 + 0.85 + 0.45 + 0.35 + 0.35) / 6, CalibrationFigures.Of(s_forecasts, bins: 100).Ace, 1e-9);

    [Fact]
    public void Of_TwoForecasts_HasBrierAndLikelihoodInClosedForm()
    {
        var figures = CalibrationFigures.Of([new(0.8, 1), new(0.6, 0)]);

        Assert.Equal((0.04 + 0.36) / 2, figures.Brier, 1e-12);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.4)) / 2, figures.Nll, 1e-12);
    }

    [Fact]
    public void Of_SharedVotes_CountsThemByShare() =>
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))), CalibrationFigures.Of([new(0.75, 0.75)]).Nll, 1e-12);

    [Fact]
    public void Of_RuledOutHappened_LikelihoodIsInfinite() =>
        Assert.Equal(double.PositiveInfinity, CalibrationFigures.Of([new(0, 1)]).Nll);

    [Fact]
    public void Of_Bins_AscendAndHoldWhatWasStated() => // 1 belongs to the last bin
        Assert.Equal(
            [new(2, 0.1, 0.5), new(2, 0.975, 1)],
            CalibrationFigures.Of([new(1, 1), new(0.05, 1), new(0.95, 1), new(0.15, 0)], bins: 2).Bins.Select(Rounded));

    [Fact]
    public void Of_NoForecasts_IsZero() => Assert.Equal(0, CalibrationFigures.Of([]).Ece);

    [Fact]
    public void OfPairs_BothOrders_TurnsRoundWithoutChange()
    {
        double[] differences = [0.3, -1.2, 2.5, 0.9];
        double[] outcomes = [1, 0.4, 0.8, 0];

        var (forward, back) = (
            CalibrationFigures.OfPairs(differences, outcomes),
            CalibrationFigures.OfPairs([.. differences.Select(d => -d)], [.. outcomes.Select(y => 1 - y)]));

        Assert.Equal(forward.Ece, back.Ece, 1e-12);
        Assert.Equal(forward.Ace, back.Ace, 1e-12);
        Assert.Equal(8, forward.Bins.Sum(b => b.Count));
    }

    [Fact]
    public void OfPairs_NoDifference_StatesAHalfInBothOrdersAndIsRight() => Assert.Equal(0, CalibrationFigures.OfPairs([0, 0]).Ece, 1e-12);

    [Fact]
    public void OfPairs_CertainAndRight_IsZero() => Assert.Equal(0, CalibrationFigures.OfPairs([50, 60]).Ece, 1e-9);

    [Fact]
    public void OfPairs_OutcomesMissing_Throws() =>
        Assert.Contains("2 differences", Assert.Throws<ArgumentException>(() => CalibrationFigures.OfPairs([0.1, 0.2], [1])).Message);

    private static ReliabilityBin Rounded(ReliabilityBin bin) =>
        new(bin.Count, Math.Round(bin.Confidence, 9), Math.Round(bin.Frequency, 9));
}
