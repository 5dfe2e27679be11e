using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Learning a reward ensemble by Bradley–Terry with margins, weights and soft labels, each member on its own resample of the sources.</summary>
internal sealed class RewardTask : ITrainingTask
{
    /// <summary>Texts scored at once outside training.</summary>
    private const int ScoredTexts = 64;

    private readonly RewardNet _net;
    private readonly IReadOnlyList<RewardExample> _training;
    private readonly IReadOnlyList<RewardExample> _validation;
    private readonly RewardOptions _options;
    private readonly int[][] _sources;
    private readonly float[][] _weights; // [P][K]
    private readonly float[][] _labels;  // [P][K], smoothed as training goes on; a resumed run begins with the stated ones

    /// <param name="name">Names its checkpoint and its lines in the metrics.</param>
    /// <param name="net">The network.</param>
    /// <param name="training">Learnt from, each member in its own way.</param>
    /// <param name="validation">Stopped on.</param>
    /// <param name="options">Members, losses and seed.</param>
    /// <param name="weights">
    /// What each example weighs for each member, at least 0, [P][K]; null for the resamples that the options ask for.
    /// </param>
    public RewardTask(
        string name, RewardNet net, IReadOnlyList<RewardExample> training, IReadOnlyList<RewardExample> validation, RewardOptions options,
        float[][]? weights = null)
    {
        Name = name;
        (_net, _training, _validation, _options) = (net, training, validation, options);
        _sources = [.. Enumerable.Range(0, training.Count).GroupBy(i => training[i].Group).Select(g => g.ToArray())];
        _weights = weights ?? Resampling.Weights(training, options);
        _labels = [.. training.Select(e => Enumerable.Repeat((float)e.Agreement, options.Members).ToArray())];
    }

    public string Name { get; }

    public nn.Module Network => _net;

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var random = new Random(unchecked((_options.Loop.Seed * 7919) + step));
        var batch = new List<int>();
        while (batch.Count < _options.BatchPairs)
            batch.AddRange(_sources[random.Next(_sources.Length)]);
        units = batch.Count;
        return [() => Loss(batch)];
    }

    /// <summary>Mean loss of the members' mean on held-out pairs.</summary>
    public double Validate() => Differences(_validation)
        .Zip(_validation, (d, e) => Math.Log(1 + Math.Exp(d.Average())) - (e.Agreement * d.Average())).Average();

    /// <summary>r(chosen) − r(rejected) of each example, an array of members each.</summary>
    public IEnumerable<float[]> Differences(IEnumerable<RewardExample> examples) =>
        examples.Chunk(_options.BatchPairs).SelectMany(batch => Rows(batch, Difference));

    /// <summary>Raw rewards of texts, an array of members each.</summary>
    public IEnumerable<float[]> Rewards(IEnumerable<TextFeatures> texts) => texts.Chunk(ScoredTexts).SelectMany(batch => Rows(batch, Reward));

    /// <summary>φ of texts (<see cref="RewardNet.LastLayer"/>), an array each.</summary>
    public IEnumerable<float[]> LastLayers(IEnumerable<TextFeatures> texts) =>
        texts.Chunk(ScoredTexts).SelectMany(batch => Rows(batch, some => Run(some, _net.LastLayer)));

    /// <summary>A row for each of a batch; whole, as what a caller does between two rows is no matter of the gradients that are off here.</summary>
    private static IEnumerable<float[]> Rows<T>(T[] batch, Func<IReadOnlyList<T>, Tensor> score)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var values = score(batch).data<float>().ToArray();
        return values.Chunk(values.Length / batch.Length);
    }

    private Tensor Loss(List<int> batch)
    {
        using var scope = NewDisposeScope();
        Tensor Table(float[][] values) => tensor(batch.SelectMany(i => values[i]).ToArray()).reshape(batch.Count, _net.Shape.Members);
        var (weights, labels) = (Table(_weights), Table(_labels));                                                       // [B, K]
        var margins = tensor(batch.Select(i => (float)(_options.MarginScale * _training[i].Margin)).ToArray()).unsqueeze(-1); // [B, 1]
        var differences = Difference([.. batch.Select(i => _training[i])]);                                              // [B, K]
        var logits = differences - margins;
        var loss = (nn.functional.softplus(logits) - (labels * logits)) * weights;
        if (_options.Smoothing > 0)
            Smooth(batch, differences.detach().sigmoid().data<float>().ToArray());
        return (loss.sum() / weights.sum().clamp_min(1e-6)).MoveToOuterDisposeScope();
    }

    /// <summary>y ← (1 − β) y + β σ(Δr) (arXiv 2401.16335).</summary>
    private void Smooth(List<int> batch, float[] views)
    {
        var members = _net.Shape.Members;
        for (var row = 0; row < batch.Count; row++)
        {
            for (var member = 0; member < members; member++)
                _labels[batch[row]][member] = IterativeSmoothing.Next(_labels[batch[row]][member], views[(row * members) + member], _options.Smoothing);
        }
    }

    /// <summary>[B, K]; a text that stands in several examples is scored once.</summary>
    private Tensor Difference(IReadOnlyList<RewardExample> batch)
    {
        var places = new Dictionary<TextFeatures, long>(ReferenceEqualityComparer.Instance);
        long Place(TextFeatures text)
        {
            if (!places.TryGetValue(text, out var place))
                places[text] = place = places.Count;
            return place;
        }

        var (chosen, rejected) = (batch.Select(e => Place(e.Chosen)).ToArray(), batch.Select(e => Place(e.Rejected)).ToArray());
        var rewards = Reward([.. places.Keys]);
        return rewards.index_select(0, tensor(chosen)) - rewards.index_select(0, tensor(rejected));
    }

    private Tensor Reward(IReadOnlyList<TextFeatures> texts) => Run(texts, _net.call);

    private Tensor Run(IReadOnlyList<TextFeatures> texts, Func<Tensor, Tensor, Tensor?, Tensor> network)
    {
        var packed = FeatureBatch.Pack(texts);
        var measures = _net.Shape.Measures == 0 ? null : tensor(packed.Measures).reshape(packed.Rows, _net.Shape.Measures);
        return network(
            tensor(packed.Ids).reshape(packed.Rows, packed.Length), tensor(packed.Weights).reshape(packed.Rows, packed.Length), measures);
    }
}
