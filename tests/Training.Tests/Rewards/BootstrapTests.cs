using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class BootstrapTests
{
    [Fact]
    public void Count_ManySources_IsPoissonOfOne()
    {
        var counts = Enumerable.Range(0, 20_000).Select(group => Bootstrap.Count(seed: 1, group, member: 2)).ToList();

        var (mean, none, one, two) = (counts.Average(), Share(0), Share(1), Share(2));
        Assert.Equal(1, mean, 0.03);
        Assert.Equal(Math.Exp(-1), none, 0.015);
        Assert.Equal(Math.Exp(-1), one, 0.015);
        Assert.Equal(Math.Exp(-1) / 2, two, 0.015);
        Assert.InRange(counts.Max(), 4, 8);

        double Share(int count) => counts.Count(c => c == count) / (double)counts.Count;
    }

    [Theory]
    [InlineData(2, 0)] // another seed
    [InlineData(1, 3)] // another member
    public void Count_OtherSeedOrMember_IsIndependent(int seed, int member)
    {
        var pairs = Enumerable.Range(0, 20_000)
            .Select(g => (A: Bootstrap.Count(1, g, 0) - 1.0, B: Bootstrap.Count(seed, g, member) - 1.0)).ToList();

        Assert.Equal(0, pairs.Average(p => p.A * p.B), 0.03); // both have variance 1
    }

    [Fact]
    public void Count_SameArguments_IsTheSame() => Assert.Equal(Bootstrap.Count(7, 8, 9), Bootstrap.Count(7, 8, 9));
}
