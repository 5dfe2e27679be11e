using static TorchSharp.torch;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>A point on the way from a rejected latent to a chosen one.</summary>
internal sealed record PathSample
{
    /// <summary>y_t, [B, D].</summary>
    public required Tensor State { get; init; }

    /// <summary>u_t, the velocity to be learnt there, [B, D].</summary>
    public required Tensor Velocity { get; init; }
}

/// <summary>
/// The straight path with noise of one size all along: y_t = t·y⁺ + (1 − t)·y⁻ + σ·ε, u_t = y⁺ − y⁻ (arXiv 2405.19806;
/// arXiv 2302.00482, equation 15).
/// </summary>
internal static class StraightPath
{
    /// <param name="rejected">y⁻, where the flow starts, [B, D].</param>
    /// <param name="chosen">y⁺, where it ends, [B, D].</param>
    /// <param name="time">t in 0 to 1, [B].</param>
    /// <param name="noise">σ·ε, [B, D].</param>
    public static PathSample Sample(Tensor rejected, Tensor chosen, Tensor time, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var t = time.unsqueeze(1);                                       // [B, 1]
        return new()
        {
            State = ((chosen * t) + (rejected * (1 - t)) + noise).MoveToOuterDisposeScope(),
            Velocity = (chosen - rejected).MoveToOuterDisposeScope(),
        };
    }
}
