using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>
/// The exported latent flow: an ODE that carries vectors people like less to vectors they prefer, given a condition (Preference Flow
/// Matching, arXiv 2405.19806). Deterministic, and safe to call from several threads.
/// </summary>
public sealed class LatentFlowModel(byte[] network, LatentFlowSettings settings, OnnxOptions options) : IDisposable
{
    /// <summary>Vectors of one network call: bounds its memory.</summary>
    private const int MaxBatch = 1024;

    /// <summary>Furthest that a flow may be followed, where 1 is the learned flow.</summary>
    public const double MaxStrength = 2;

    private readonly OnnxSession _session = new(network, options);

    /// <summary>Moves vectors along the flow, each in its own units.</summary>
    /// <param name="latents">B vectors of D coordinates.</param>
    /// <param name="conditions">As many of C coordinates.</param>
    /// <param name="strength">
    /// Time at which to stop, 0 to <see cref="MaxStrength"/>: 1 is the learned flow. Beyond 1 nothing was learnt, and the velocity
    /// that was learnt for t = 1 holds on.
    /// </param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <returns>B vectors of D coordinates.</returns>
    /// <exception cref="ArgumentException">Numbers of vectors or coordinates do not fit, or the strength is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public float[][] Transport(
        IReadOnlyList<float[]> latents, IReadOnlyList<float[]> conditions, double strength, CancellationToken cancellationToken)
    {
        if (latents.Count != conditions.Count)
            throw new ArgumentException($"{latents.Count} vectors need as many conditions, not {conditions.Count}.", nameof(conditions));
        if (!(strength is >= 0 and <= MaxStrength))
            throw new ArgumentException($"The strength ({strength}) must lie in 0 to {MaxStrength}.", nameof(strength));
        var moved = new List<float[]>(latents.Count);
        for (var start = 0; start < latents.Count; start += MaxBatch)
        {
            var rows = Math.Min(MaxBatch, latents.Count - start);
            float[] x = [.. latents.Skip(start).Take(rows).SelectMany(settings.Latents.Apply)];
            float[] c = [.. conditions.Skip(start).Take(rows).SelectMany(settings.Conditions.Apply)];
            var ends = settings.Solver.Solve(
                (states, time) => Velocity(states, Math.Min(1, time), c, rows, cancellationToken), x, strength, cancellationToken);
            moved.AddRange(ends.Chunk(settings.Latents.Centre.Count).Select(settings.Latents.Undo));
        }

        return [.. moved];
    }

    public void Dispose() => _session.Dispose();

    private float[] Velocity(float[] states, double time, float[] conditions, int rows, CancellationToken cancellationToken)
    {
        if (settings.Guidance is 0 or 1)
            return Run(states, time, conditions, [.. Enumerable.Repeat((float)settings.Guidance, rows)], cancellationToken);
        // Both velocities in one call: the upper half of the batch is told its condition, the lower is not.
        var both = Run(
            [.. states, .. states], time, [.. conditions, .. conditions],
            [.. Enumerable.Repeat(1f, rows), .. Enumerable.Repeat(0f, rows)], cancellationToken);
        return [.. both.Take(states.Length).Zip(
            both.Skip(states.Length), (told, untold) => (float)(untold + (settings.Guidance * (told - untold))))];
    }

    /// <summary>[B, D], [B], [B, C], [B] → [B, D].</summary>
    private float[] Run(float[] states, double time, float[] conditions, float[] known, CancellationToken cancellationToken) => _session.Run(
        [
            new("x", states, known.Length, settings.Latents.Centre.Count),
            new("t", [.. Enumerable.Repeat((float)time, known.Length)], known.Length),
            new("c", conditions, known.Length, settings.Conditions.Centre.Count),
            new("known", known, known.Length),
        ],
        cancellationToken)[0];
}
