using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Networks;

/// <summary>Names and shapes of all weights: what checkpoints on disk depend on.</summary>
public sealed class WeightNamesTests
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "Networks", "golden-weights.txt");

    [Fact]
    public void Weights_OfEachNetwork_AreTheGoldenOnes()
    {
        using var scope = NewDisposeScope();
        var flow = new EditFlowNet(
            new() { Vocabulary = 300, Width = 32, Depth = 2, Heads = 4, MaxAnswerTokens = 24, MaxPromptTokens = 8 }, dropout: 0);
        var rewards = new RewardNet(new(Rows: 500, Members: 4, Units: 3, Measures: 7, MeasureUnits: 2));

        var velocity = new VelocityNet(new(Latent: 5, Condition: 3, Width: 16, Depth: 2, TimeFeatures: 8));

        Assert.Equal(File.ReadAllText(s_golden), Describe(flow) + Describe(rewards) + Describe(velocity));
    }

    private static string Describe(nn.Module network) =>
        string.Concat(network.state_dict().Select(w => $"{network.GetName()}.{w.Key} [{string.Join(", ", w.Value.shape)}]\n"));
}
