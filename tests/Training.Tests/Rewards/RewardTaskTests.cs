using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Rewards;

/// <summary>The loss against its closed forms: with a table of zeros but for the chosen text's rows, Δr is known.</summary>
public sealed class RewardTaskTests
{
    private const double Difference = 0.7;

    private static readonly RewardExample s_example = new(TextFeatures.Of([1], 4), TextFeatures.Of([2], 4), 3);

    [Fact]
    public void Loss_PlainPair_IsBradleyTerry() => Assert.Equal(SoftPlus(-Difference), Loss(s_example, new()), 1e-5);

    [Fact]
    public void Loss_Margin_AsksForThatMuchMore() =>
        Assert.Equal(SoftPlus(-(Difference - 1.5)), Loss(s_example with { Margin = 0.5 }, new() { MarginScale = 3 }), 1e-5);

    [Fact]
    public void Loss_Tie_IsCrossEntropyOfAHalf() =>
        Assert.Equal((SoftPlus(-Difference) + SoftPlus(Difference)) / 2, Loss(s_example with { Agreement = 0.5 }, new()), 1e-5);

    [Fact]
    public void Loss_TwoPairs_IsTheirWeightedMean()
    {
        var turned = new RewardExample(s_example.Rejected, s_example.Chosen, s_example.Group) { Weight = 3 };

        Assert.Equal((SoftPlus(-Difference) + (3 * SoftPlus(Difference))) / 4, Loss([s_example, turned], new() { BatchPairs = 2 }), 1e-5);
    }

    [Fact]
    public void Loss_WeightsByMember_AreTakenInsteadOfTheBootstraps()
    {
        var turned = new RewardExample(s_example.Rejected, s_example.Chosen, s_example.Group);

        Assert.Equal(
            (SoftPlus(-Difference) + (3 * SoftPlus(Difference))) / 4,
            Loss([s_example, turned], new() { BatchPairs = 2 }, [[0.5f, 0.5f, 0, 0], [0, 0, 1, 2]]), 1e-5);
    }

    [Fact]
    public void Smoothing_SeenAgainAndAgain_FollowsThePublishedLabels() // Δr = 1, β = 0.7
    {
        var (label, labels) = (1f, new List<float>());
        for (var i = 0; i < 5; i++)
            labels.Add(label = IterativeSmoothing.Next(label, 1 / (1 + MathF.Exp(-1)), 0.7));

        double[] expected = [0.811741, 0.755263, 0.738320, 0.733237, 0.731712];
        Assert.All(expected.Zip(labels), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static double Loss(RewardExample example, RewardOptions options) => Loss([example], options with { BatchPairs = 1 });

    /// <summary>The bootstrap drops some sources: the seed is the first that keeps this one for every member.</summary>
    private static double Loss(RewardExample[] examples, RewardOptions options, float[][]? weights = null)
    {
        using var scope = NewDisposeScope();
        var seed = Enumerable.Range(0, 10_000).First(s => Enumerable.Range(0, 4).All(m => Bootstrap.Count(s, s_example.Group, m) == 1));
        var net = new RewardNet(new(Rows: 4, Members: 4, Units: 1));
        using (no_grad())
        {
            net.Table.weight!.zero_();
            net.Table.weight!.narrow(0, 1, 1).narrow(1, 0, 4).fill_((float)Difference);
        }

        var task = new RewardTask("rewards", net, examples, examples, options with { Members = 4, Loop = options.Loop with { Seed = seed } }, weights);
        return task.Loss(0, out _)[0]().item<float>();
    }

    private static double SoftPlus(double x) => Math.Log(1 + Math.Exp(x));
}
