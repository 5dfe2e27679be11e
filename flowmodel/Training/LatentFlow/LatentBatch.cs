using static TorchSharp.torch;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>Pairs with all that is random about a step: times, noise, and who is told the prompt.</summary>
/// <param name="Pairs">B pairs.</param>
/// <param name="Times">Uniform in 0 to 1, [B].</param>
/// <param name="Noise">σ·ε, [B, D].</param>
/// <param name="Known">1 where the network is told the condition, [B].</param>
internal sealed record LatentBatch(IReadOnlyList<LatentPair> Pairs, float[] Times, float[] Noise, float[] Known)
{
    /// <param name="pairs">Pairs.</param>
    /// <param name="noise">σ.</param>
    /// <param name="dropout">Share that is not told its condition.</param>
    /// <param name="random">What is drawn from.</param>
    public static LatentBatch Draw(IReadOnlyList<LatentPair> pairs, double noise, double dropout, Random random) => new(
        pairs,
        [.. pairs.Select(_ => random.NextSingle())],
        [.. Enumerable.Range(0, pairs.Count * pairs[0].Rejected.Length).Select(_ => (float)(noise * Normal(random)))],
        [.. pairs.Select(_ => random.NextDouble() < dropout ? 0f : 1f)]);

    /// <summary>Mean of (v(y_t, t, c) − u_t)² over pairs and coordinates (arXiv 2405.19806).</summary>
    /// <param name="net">v: latents, times, conditions, known.</param>
    public Tensor Loss(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor> net)
    {
        using var scope = NewDisposeScope();
        Tensor Rows(IEnumerable<float> values) => tensor(values.ToArray()).reshape(Pairs.Count, -1);
        var time = tensor(Times);
        var path = StraightPath.Sample(
            Rows(Pairs.SelectMany(p => p.Rejected)), Rows(Pairs.SelectMany(p => p.Chosen)), time, Rows(Noise));
        var velocity = net.call(path.State, time, Rows(Pairs.SelectMany(p => p.Condition)), tensor(Known)); // [B, D]
        return (velocity - path.Velocity).square().mean().MoveToOuterDisposeScope();
    }

    /// <summary>Box and Muller, 1958.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
