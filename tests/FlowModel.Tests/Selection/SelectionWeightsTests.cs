using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

public sealed class SelectionWeightsTests
{
    private static readonly double[] s_rewards = [0, 1, 2, 4];

    [Theory]
    [InlineData(0.1, 3.6, new[] { 0, 0, 0, 1.0 })]
    [InlineData(1, 1, new[] { 0, 0, 0.25, 0.75 })]
    [InlineData(10, -8.25, new[] { 0.20625, 0.23125, 0.25625, 0.30625 })]
    public void ChiSquare_UnitVector_IsThatOfTheReference(double temperature, double threshold, double[] weights)
    {
        Assert.Equal(threshold, SelectionWeights.ChiSquareThreshold(s_rewards, temperature), 1e-9);
        Close(weights, SelectionWeights.ChiSquare(s_rewards, temperature));
    }

    [Fact]
    public void ChiSquare_AnyOrder_WeighsTheAnswerAndNotItsPlace() =>
        Close([0.75, 0, 0.25, 0], SelectionWeights.ChiSquare([4, 0, 2, 1], 1));

    [Fact]
    public void Soft_LogarithmsOfShares_GivesTheShares() =>
        Close([0.2, 0.3, 0.5], SelectionWeights.Soft([2 * Math.Log(0.2), 2 * Math.Log(0.3), 2 * Math.Log(0.5)], 2));

    [Fact]
    public void Soft_LargeRewards_StaysFinite() => Close([0.5, 0.5], SelectionWeights.Soft([1e6, 1e6], 1));

    [Fact]
    public void AcceptanceProbabilities_UnitVector_IsThatOfTheReference() =>
        Close([0.018316, 0.049787, 0.135335, 1], SelectionWeights.AcceptanceProbabilities(s_rewards, 1), 1e-6);

    [Fact]
    public void Weights_WithoutTemperature_Throw() =>
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => SelectionWeights.Soft(s_rewards, 0)).Message);

    [Fact]
    public void Weights_OfNothing_Throw() => Assert.Throws<ArgumentException>(() => SelectionWeights.ChiSquare([], 1));

    private static void Close(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
