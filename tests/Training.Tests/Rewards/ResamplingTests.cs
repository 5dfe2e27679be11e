using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class ResamplingTests
{
    private static readonly double[] s_biases = [0.2, 0.4, 0.5, 0.6, 0.8];

    [Fact]
    public void Weights_LengthBias_IsEachMembersShareOfLongerChosen()
    {
        var examples = Examples(4000, longer: 0.7);

        var weights = Resampling.Weights(examples, new() { LengthBias = s_biases });

        for (var member = 0; member < s_biases.Length; member++)
        {
            var longer = examples.Zip(weights).Where(e => e.First.Chosen.Length > e.First.Rejected.Length).Sum(e => e.Second[member]);
            Assert.Equal(s_biases[member], longer / weights.Sum(w => w[member]), 0.03);
        }
    }

    [Fact]
    public void Weights_OfWeightyExample_AreThatManyTimesTheBootstrap()
    {
        var examples = Examples(50, longer: 0.5);

        var weights = Resampling.Weights([.. examples.Select(e => e with { Weight = 3 })], new());

        Assert.All(weights.Index(), w => Assert.Equal(3 * Bootstrap.Count(1, w.Index, 2), w.Item[2]));
    }

    private static List<RewardExample> Examples(int count, double longer) => [.. Enumerable.Range(0, count).Select(i =>
        new RewardExample(TextFeatures.Of([1], i < longer * count ? 20 : 5), TextFeatures.Of([2], 10), i))];
}
