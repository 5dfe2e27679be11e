using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Learning a reward ensemble by Bradley–Terry, each member on its own resample of the sources.</summary>
internal sealed class RewardTask(RewardNet net, IReadOnlyList<RewardExample> training, IReadOnlyList<RewardExample> validation, RewardOptions options)
    : ITrainingTask
{
    public string Name => "rewards";

    public nn.Module Network => net;

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var random = new Random(unchecked((options.Loop.Seed * 7919) + step));
        var batch = Enumerable.Range(0, options.BatchPairs).Select(_ => training[random.Next(training.Count)]).ToList();
        units = batch.Count;
        return [() => Loss(batch)];
    }

    /// <summary>Mean loss of the members' mean on held-out pairs.</summary>
    public double Validate() => HeldOutDifferences().Average(d => Math.Log(1 + Math.Exp(-d.Average())));

    /// <summary>r(chosen) − r(rejected) of every held-out pair, an array of members each.</summary>
    public IEnumerable<float[]> HeldOutDifferences()
    {
        foreach (var batch in validation.Chunk(options.BatchPairs))
        {
            foreach (var row in Evaluate(batch).Chunk(net.Shape.Members))
                yield return row;
        }
    }

    private float[] Evaluate(RewardExample[] batch)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return Differences(batch).data<float>().ToArray();
    }

    private Tensor Loss(List<RewardExample> batch)
    {
        using var scope = NewDisposeScope();
        var members = net.Shape.Members;
        var weights = tensor(batch.SelectMany(e => Enumerable.Range(0, members)
            .Select(m => (float)Bootstrap.Count(options.Loop.Seed, e.Group, m))).ToArray()).reshape(batch.Count, members); // [B, K]
        var loss = nn.functional.softplus(-Differences(batch)) * weights;                                                  // [B, K]
        return (loss.sum() / weights.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }

    private Tensor Differences(IReadOnlyList<RewardExample> batch)
    {
        var packed = FeatureBatch.Pack([.. batch.Select(e => e.Chosen), .. batch.Select(e => e.Rejected)]);
        var rewards = net.call(tensor(packed.Features).reshape(packed.Rows, packed.Length)); // [2B, K]
        return rewards.narrow(0, 0, batch.Count) - rewards.narrow(0, batch.Count, batch.Count);
    }
}
