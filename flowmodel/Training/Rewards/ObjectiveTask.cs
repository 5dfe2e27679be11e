using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Learning several objectives at once: Bradley–Terry for each, weighed by MORE (arXiv 2312.07401, section 4.2).</summary>
/// <param name="net">The network.</param>
/// <param name="training">Pairs of each objective; none may be without.</param>
/// <param name="validation">Held-out pairs of each objective.</param>
/// <param name="options">Sizes and the loop.</param>
internal sealed class ObjectiveTask(
    ObjectiveRewardNet net, IReadOnlyList<IReadOnlyList<RewardExample>> training, IReadOnlyList<IReadOnlyList<RewardExample>> validation,
    ObjectiveOptions options) : ITrainingTask
{
    public string Name => "objectives";

    public nn.Module Network => net;

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var random = new Random(unchecked((options.Loop.Seed * 7919) + step));
        var batches = training
            .Select(pairs => Enumerable.Range(0, options.BatchPairs).Select(_ => pairs[random.Next(pairs.Count)]).ToList()).ToList();
        units = batches.Sum(b => b.Count);
        return [() => Loss(batches)];
    }

    /// <summary>Mean over the objectives of the mean loss on their held-out pairs.</summary>
    public double Validate() => Enumerable.Range(0, validation.Count)
        .Average(objective => HeldOutDifferences(objective).Average(d => Math.Log(1 + Math.Exp(-d))));

    /// <summary>r(chosen) − r(rejected) of the held-out pairs of one objective, by its own head.</summary>
    public IEnumerable<double> HeldOutDifferences(int objective) =>
        validation[objective].Chunk(4 * options.BatchPairs).SelectMany(batch => Evaluate(batch, objective));

    /// <summary>Gradients of the losses with respect to the shared head, each scaled to length 1; in closed form, as the head is linear.</summary>
    /// <param name="encoded">Differences of what the head sees, objective after objective, [G·B, D].</param>
    /// <param name="differences">Differences of the rewards by each objective's own head, [G·B].</param>
    internal double[][] HeadGradients(Tensor encoded, Tensor differences)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var slopes = -(-differences).sigmoid().unsqueeze(-1); // d softplus(−Δ) / dΔ
        var gradients = (encoded * slopes).reshape(training.Count, options.BatchPairs, -1).mean([1]); // [G, D]
        var values = nn.functional.normalize(gradients, dim: 1).data<float>().ToArray();
        return [.. values.Chunk(net.Shape.Width).Select(row => row.Select(v => (double)v).ToArray())];
    }

    private Tensor Loss(List<List<RewardExample>> batches)
    {
        using var scope = NewDisposeScope();
        var encoded = EncodedDifferences([.. batches.SelectMany(b => b)]);                            // [G·B, D]
        var objective = tensor(batches.SelectMany((b, i) => b.Select(_ => (long)i)).ToArray()).unsqueeze(-1);
        var differences = net.Rewards(encoded).gather(1, objective).squeeze(-1);                      // [G·B]
        var losses = nn.functional.softplus(-differences).reshape(batches.Count, -1).mean([1]);       // [G]
        if (!options.MinNorm)
            return losses.mean().MoveToOuterDisposeScope();
        var weights = MinNormWeights.Of(HeadGradients(encoded, differences));
        return (losses * tensor(weights.Select(w => (float)w).ToArray())).sum().MoveToOuterDisposeScope();
    }

    private double[] Evaluate(RewardExample[] batch, int objective)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var rewards = net.Rewards(EncodedDifferences(batch)).narrow(1, objective, 1).contiguous();
        return [.. rewards.data<float>().ToArray().Select(v => (double)v)];
    }

    private Tensor EncodedDifferences(RewardExample[] batch)
    {
        var packed = FeatureBatch.Pack([.. batch.Select(e => e.Chosen), .. batch.Select(e => e.Rejected)]);
        var encoded = net.Encode(tensor(packed.Ids).reshape(packed.Rows, packed.Length)); // [2B, D]
        return encoded.narrow(0, 0, batch.Length) - encoded.narrow(0, batch.Length, batch.Length);
    }
}
