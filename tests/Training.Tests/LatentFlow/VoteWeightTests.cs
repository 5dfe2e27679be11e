using PreferenceFlow.Training.LatentFlow;

namespace PreferenceFlow.Training.Tests.LatentFlow;

public sealed class VoteWeightTests
{
    /// <summary>With gain 0 and votes of one size v, of which a share p is right, σ(w·v) = (n·p + 1)/(n + 2) for n prompts.</summary>
    [Theory]
    [InlineData(0.75, 1)]
    [InlineData(1, 1)] // always right is no reason to be certain
    [InlineData(0.75, 0.01)] // whatever the vote's unit
    [InlineData(0.3, 4)]
    public void Fit_VotesOfOneSize_IsTheLogOddsOfTheirAccuracy(double right, double size)
    {
        var fit = VoteWeight.Fit(Prompts(40, _ => 0, i => i < 20 * right ? size : -size), confidence: 0.95, seed: 1);

        Assert.Equal(Math.Log(((40 * right) + 1) / ((40 * (1 - right)) + 1)) / size, fit.Estimate, 1e-4 / size);
    }

    [Fact]
    public void Fit_VotesThatAddSomething_HaveWeight()
    {
        var random = new Random(4);

        var fit = VoteWeight.Fit(Prompts(60, _ => 0.5, _ => random.Next(4) == 0 ? -1 : 1), 0.95, seed: 1); // 3σ(−½ − w) = σ(w − ½)

        Assert.Equal(Math.Log((1 + Math.Sqrt(1 + (3 * Math.E))) / Math.Sqrt(Math.E)), fit.Estimate, 0.1);
        Assert.InRange(fit.Estimate, fit.Low, fit.High);
        Assert.Equal(fit.Estimate, fit.Weight);
    }

    [Fact]
    public void Fit_VotesAtRandom_HaveWeightZero()
    {
        var random = new Random(4);

        var fit = VoteWeight.Fit(Prompts(60, _ => 0, _ => (random.NextDouble() - 0.5) * 2), 0.95, seed: 1);

        Assert.True(fit.Low < 0 && fit.High > 0, $"{fit}");
        Assert.Equal(0, fit.Weight);
    }

    [Fact]
    public void Fit_VotesAgainstTheTruth_HaveWeightZero()
    {
        var fit = VoteWeight.Fit(Prompts(60, _ => 0, i => i % 4 == 0 ? 1 : -1), 0.95, seed: 1);

        Assert.True(fit.High < 0, $"{fit}");
        Assert.Equal(0, fit.Weight);
    }

    /// <summary>Many pairs say the same where they are of few prompts: what counts are the prompts.</summary>
    [Fact]
    public void Fit_PairsOfThreePrompts_AreNoProof()
    {
        IReadOnlyList<VotePair> Of(double vote) =>
            [.. Enumerable.Repeat(new VotePair { Gain = 0, Vote = vote, Weight = 1 }, 500)];

        var fit = VoteWeight.Fit([Of(1), Of(1), Of(-1)], 0.95, seed: 1);

        Assert.True(fit.Estimate > 0);
        Assert.Equal(0, fit.Weight);
    }

    [Fact]
    public void Fit_NoVotes_HasWeightZero() => Assert.Equal(0, VoteWeight.Fit(Prompts(5, _ => 1, _ => 0), 0.95, seed: 1).Weight);

    /// <summary>Prompts of 20 pairs each.</summary>
    private static List<IReadOnlyList<VotePair>> Prompts(int count, Func<int, double> gain, Func<int, double> vote) =>
    [
        .. Enumerable.Range(0, count).Select(_ => (IReadOnlyList<VotePair>)
            [.. Enumerable.Range(0, 20).Select(i => new VotePair { Gain = gain(i), Vote = vote(i), Weight = 1 })]),
    ];
}
