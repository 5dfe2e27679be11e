using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class MinNormWeightsTests
{
    [Fact]
    public void Of_UnitVector_IsThatOfTheReference() => Close([0.8, 0.2], MinNormWeights.Of([[1, 0], [0, 2]]));

    [Fact]
    public void Of_OneWithinTheOther_TakesTheShorter() => Close([1, 0], MinNormWeights.Of([[1, 0], [3, 0.5]]));

    [Fact]
    public void Of_Opposite_CancelOut() => Close([0.75, 0.25], MinNormWeights.Of([[1, 0], [-3, 0]]));

    [Fact]
    public void Of_Orthogonal_WeighsByTheInverseSquareOfTheirLength() => // 1 : 1/4 : 1/9
        Close([36 / 49.0, 9 / 49.0, 4 / 49.0], MinNormWeights.Of([[1, 0, 0], [0, 2, 0], [0, 0, 3]]), 1e-3);

    [Fact]
    public void Of_OneGradient_IsItself() => Close([1], MinNormWeights.Of([[3, 4]]));

    [Fact]
    public void Of_ManyGradients_HurtsNone()
    {
        var random = new Random(1);
        double[][] gradients = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.4).ToArray())];

        var weights = MinNormWeights.Of(gradients);

        var combined = Enumerable.Range(0, 20).Select(i => gradients.Zip(weights, (g, w) => g[i] * w).Sum()).ToArray();
        var norm = combined.Sum(c => c * c);
        Assert.All(gradients, gradient => Assert.True(gradient.Zip(combined, (a, b) => a * b).Sum() >= norm - 1e-3));
        Assert.Equal(1, weights.Sum(), 1e-12);
    }

    private static void Close(double[] expected, double[] actual, double tolerance = 1e-4) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
