using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Rewards;

public sealed class FisherInformationTests
{
    private static readonly double[][] s_differences = [[1, 0], [0, 1], [3, 0], [0.5, 0.5]];

    [Fact]
    public void Variance_UnitVector_GivesTheLeveragesOfTheReference()
    {
        double[] weights = [.. s_differences.Select(d => FisherInformation.Weight(d[0]))]; // w = (1, 0)
        var information = new FisherInformation(2, ridge: 1e-6);
        foreach (var (difference, weight) in s_differences.Zip(weights))
            information.Add(difference, weight);

        double[] leverages = [.. s_differences.Zip(weights, (d, v) => v * information.Variance(d))];

        Assert.All(leverages.Zip([0.302120, 0.823621, 0.624779, 0.249475]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(2, leverages.Sum(), 1e-4); // the trace of the identity
    }

    [Fact]
    public void Variance_NothingSeen_IsTheLengthByTheRidge() => Assert.Equal(25 / 0.5, new FisherInformation(2, 0.5).Variance([3, 4]), 1e-12);

    [Fact]
    public void Add_OneDirection_LeavesTheOthersInDoubt()
    {
        var information = new FisherInformation(2, ridge: 1);
        for (var i = 0; i < 99; i++)
            information.Add([1, 0], 1);

        Assert.Equal(0.01, information.Variance([1, 0]), 1e-12);
        Assert.Equal(1, information.Variance([0, 1]), 1e-12);
    }

    [Fact]
    public void Root_Distance_IsTheRootOfTheVariance()
    {
        var random = new Random(4);
        double[] Draw() => [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble() - 0.5)];
        var information = new FisherInformation(6, ridge: 1);
        for (var i = 0; i < 50; i++)
            information.Add(Draw(), 0.2 * random.NextDouble());
        var (root, first, second) = (information.Root(), Draw(), Draw());

        double[] Position(double[] layer) => [.. Enumerable.Range(0, 6).Select(column => layer.Select((v, row) => v * root[(row * 6) + column]).Sum())];
        var distance = Math.Sqrt(Position(first).Zip(Position(second), (a, b) => (a - b) * (a - b)).Sum());

        Assert.Equal(Math.Sqrt(information.Variance([.. first.Zip(second, (a, b) => a - b)])), distance, 1e-12);
    }

    [Fact]
    public void Root_TwoDimensions_IsTheCholeskyFactorOfTheInverse()
    {
        var information = new FisherInformation(2, ridge: 1);
        information.Add([2, 0], 0.75); // M = ((4, 0), (0, 1))
        information.Add([0, 1], 3);    // M = ((4, 0), (0, 4))

        Assert.Equal([0.5, 0, 0, 0.5], information.Root());
    }

    [Fact]
    public void Variance_OtherLength_Throws() =>
        Assert.Contains("3 dimensions", Assert.Throws<ArgumentException>(() => new FisherInformation(2, 1).Variance([1, 2, 3])).Message);
}
