using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>Learning a latent flow: the velocity of straight paths from rejected to chosen answers, given the prompt.</summary>
internal sealed class LatentFlowTask : ITrainingTask
{
    /// <summary>Times that each held-out pair is looked at, each with a time and noise of its own.</summary>
    private const int ValidationDraws = 4;

    private readonly VelocityNet _net;
    private readonly LatentFlowOptions _options;
    private readonly Func<IReadOnlyList<LatentPair>, IReadOnlyList<LatentPair>> _couple;
    private readonly LatentPair[] _pairs;   // by prompt
    private readonly double[] _cumulative;  // weight of a pair and those before it
    private readonly Dictionary<int, (double From, double To)> _prompts = [];
    private readonly List<LatentBatch> _validation = [];

    /// <param name="net">The network.</param>
    /// <param name="training">Pairs to learn from, at least one.</param>
    /// <param name="validation">Held-out pairs, at least one.</param>
    /// <param name="options">Noise, dropout, sizes of a step.</param>
    /// <param name="couple">Pairs the ends of a batch's paths.</param>
    public LatentFlowTask(
        VelocityNet net, IReadOnlyList<LatentPair> training, IReadOnlyList<LatentPair> validation, LatentFlowOptions options,
        Func<IReadOnlyList<LatentPair>, IReadOnlyList<LatentPair>> couple)
    {
        (_net, _options, _couple, _pairs) = (net, options, couple, [.. training.OrderBy(p => p.Prompt)]);
        _cumulative = new double[_pairs.Length];
        var total = 0.0;
        foreach (var (i, pair) in _pairs.Index())
        {
            var from = _prompts.TryGetValue(pair.Prompt, out var range) ? range.From : total;
            _cumulative[i] = total += pair.Weight;
            _prompts[pair.Prompt] = (from, total);
        }

        var random = new Random(options.Loop.Seed);
        foreach (var batch in validation.SelectMany(p => Enumerable.Repeat(p, ValidationDraws)).Chunk(options.BatchPairs))
            _validation.Add(LatentBatch.Draw(batch, options.Noise, dropout: 0, random));
    }

    public string Name => "latent-flow";

    public nn.Module Network => _net;

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var random = new Random(unchecked((_options.Loop.Seed * 7919) + step));
        var together = _options.Coupling == CouplingKind.Given ? 1 : _options.PairsTogether;
        var pairs = new List<LatentPair>(_options.BatchPairs);
        while (pairs.Count < _options.BatchPairs)
        {
            var first = Draw(0, _cumulative[^1], random);
            var (from, to) = _prompts[first.Prompt];
            pairs.AddRange(Enumerable.Range(1, together - 1).Select(_ => Draw(from, to, random)).Prepend(first));
        }

        units = pairs.Count;
        var batch = LatentBatch.Draw(_couple(pairs), _options.Noise, _options.PromptDropout, random);
        return [() => batch.Loss(_net)];
    }

    public double Validate() => _validation.Sum(batch =>
    {
        using var scope = NewDisposeScope();
        return batch.Loss(_net).item<float>() * batch.Pairs.Count;
    }) / _validation.Sum(batch => batch.Pairs.Count);

    /// <summary>A pair whose share of the weight lies within a range, as often as its weight says.</summary>
    private LatentPair Draw(double from, double to, Random random)
    {
        var place = Array.BinarySearch(_cumulative, from + (random.NextDouble() * (to - from)));
        return _pairs[Math.Min(place < 0 ? ~place : place + 1, _pairs.Length - 1)];
    }
}
