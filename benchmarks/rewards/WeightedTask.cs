using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A reward ensemble of which each member weighs every pair in its own way.</summary>
internal sealed class WeightedTask(RewardNet net, IReadOnlyList<WeightedPair> training, IReadOnlyList<WeightedPair> validation, LoopOptions loop)
    : ITrainingTask
{
    private const int BatchPairs = 64;

    public string Name => "members";

    public nn.Module Network => net;

    /// <summary>Trains an ensemble with as many members as the pairs have weights.</summary>
    /// <param name="training">Pairs learned from.</param>
    /// <param name="validation">Pairs for early stopping.</param>
    /// <param name="seed">Seed of weights and batches.</param>
    public static RewardNet Train(IReadOnlyList<WeightedPair> training, IReadOnlyList<WeightedPair> validation, int seed)
    {
        manual_seed(seed);
        var loop = new RewardOptions().Loop with { Steps = 300, MaxTime = TimeSpan.FromHours(1), Seed = seed, ValidateEvery = 50, Patience = 3 };
        var net = new RewardNet(new(SampledFeatures.Buckets, training[0].Weights.Length));
        TemporaryRun.Of(new WeightedTask(net, training, validation, loop), loop);
        return net;
    }

    /// <summary>Rewards, an array of members for each text.</summary>
    public static float[][] Score(RewardNet net, IEnumerable<int[]> texts)
    {
        using var _ = no_grad();
        return [.. texts.Chunk(2 * BatchPairs).SelectMany(chunk =>
        {
            using var scope = NewDisposeScope();
            return Rewards(net, chunk).data<float>().ToArray().Chunk(net.Shape.Members);
        })];
    }

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var random = new Random(unchecked((loop.Seed * 7919) + step));
        var batch = Enumerable.Range(0, BatchPairs).Select(_ => training[random.Next(training.Count)]).ToArray();
        units = batch.Length;
        return [() => Loss(batch)];
    }

    public double Validate() => validation.Chunk(BatchPairs).Average(batch =>
    {
        using var scope = NewDisposeScope();
        return (double)Loss(batch).item<float>();
    });

    private Tensor Loss(WeightedPair[] batch)
    {
        using var scope = NewDisposeScope();
        var rewards = Rewards(net, [.. batch.Select(p => p.Chosen), .. batch.Select(p => p.Rejected)]);
        var difference = rewards.narrow(0, 0, batch.Length) - rewards.narrow(0, batch.Length, batch.Length); // [B, K]
        var weights = tensor(batch.SelectMany(p => p.Weights).ToArray()).reshape(batch.Length, -1);
        return ((nn.functional.softplus(-difference) * weights).sum() / weights.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }

    private static Tensor Rewards(RewardNet net, IReadOnlyList<int[]> texts)
    {
        var packed = FeatureBatch.Pack([.. texts.Select(t => TextFeatures.Of(t, 0))]);
        return net.call(
            tensor(packed.Ids).reshape(packed.Rows, packed.Length), tensor(packed.Weights).reshape(packed.Rows, packed.Length), null);
    }
}

/// <summary>Two texts of which the first is preferred, as features.</summary>
/// <param name="Chosen">Features of the preferred text.</param>
/// <param name="Rejected">Features of the other.</param>
/// <param name="Weights">What the pair weighs for each member, at least 0.</param>
internal sealed record WeightedPair(int[] Chosen, int[] Rejected, float[] Weights);
