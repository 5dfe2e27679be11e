using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class PromptBootstrapTests
{
    [Fact]
    public void Mean_EqualValues_HaveNoDoubt() => Assert.Equal(new Interval(0.25, 0.25, 0.25), PromptBootstrap.Mean([0.25, 0.25, 0.25]));

    [Fact]
    public void Mean_ManyCoins_HasTheNormalInterval() // ±1.96 · 0.5/√400
    {
        var interval = PromptBootstrap.Mean([.. Enumerable.Range(0, 400).Select(i => i % 2.0)]);

        Assert.Equal(0.5, interval.Mean);
        Assert.Equal(0.451, interval.Low, 0.006);
        Assert.Equal(0.549, interval.High, 0.006);
    }

    [Fact]
    public void Ratio_WeighsPromptsByTheirWholes() => Assert.Equal(0.3, PromptBootstrap.Ratio([(1, 1), (2, 9)]).Mean);

    [Fact]
    public void Ratio_NothingToShare_IsZero() => Assert.Equal(new Interval(0, 0, 0), PromptBootstrap.Ratio([(0, 0)]));
}
