using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// Losses that teach a policy preferences (arXiv 2305.18290; 2405.19316). The policy may be anything that gives log probabilities
/// with a gradient.
/// </summary>
/// <remarks>
/// Letters: B pairs, K reward models. Δρ = log π(first)/π_ref(first) − log π(second)/π_ref(second), the log ratio; Δr the difference of
/// the rewards of first and second; β above 0 the strength of the tie to the reference. Every loss is a mean over the pairs, a scalar.
/// </remarks>
internal static class PreferenceLosses
{
    /// <summary>Δρ of B pairs out of the log probabilities of both texts under policy and reference.</summary>
    /// <returns>[B].</returns>
    public static Tensor LogRatio(Tensor policyFirst, Tensor policySecond, Tensor referenceFirst, Tensor referenceSecond)
    {
        using var scope = NewDisposeScope();
        return (policyFirst - policySecond - (referenceFirst - referenceSecond)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// DPO: −log σ(β·Δρ) with the preferred text first. Where labels never disagree it has no minimum: Δρ grows without end.
    /// </summary>
    /// <param name="logRatio">Δρ, [B].</param>
    /// <param name="beta">β.</param>
    public static Tensor Dpo(Tensor logRatio, double beta)
    {
        using var scope = NewDisposeScope();
        return nn.functional.softplus(-beta * logRatio).mean().MoveToOuterDisposeScope();
    }

    /// <summary>d-DPO: (Δr − β·Δρ)². Needs no labels; its minimum is π ∝ π_ref·e^(r/β).</summary>
    /// <param name="rewardDifference">Δr, [B].</param>
    /// <param name="logRatio">Δρ, [B].</param>
    /// <param name="beta">β.</param>
    public static Tensor Distilled(Tensor rewardDifference, Tensor logRatio, double beta)
    {
        using var scope = NewDisposeScope();
        return (rewardDifference - (beta * logRatio)).square().mean().MoveToOuterDisposeScope();
    }

    /// <summary>e-DPO without its KL term: the least (Δr − β·Δρ)² over a family of reward models, pair by pair.</summary>
    /// <param name="rewardDifferences">Δr of each model, [B, K].</param>
    /// <param name="logRatio">Δρ, [B].</param>
    /// <param name="beta">β.</param>
    public static Tensor DistilledFamily(Tensor rewardDifferences, Tensor logRatio, double beta)
    {
        using var scope = NewDisposeScope();
        return (rewardDifferences - (beta * logRatio).unsqueeze(-1)).square().amin(1).mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// KL(π_ref ‖ π) estimated on texts that the reference wrote: the pessimism of e-DPO, p-DPO and dp-DPO once multiplied by γ and
    /// added to <see cref="DistilledFamily"/>, <see cref="Dpo"/> and <see cref="Distilled"/>: the policy keeps what it has seen.
    /// </summary>
    /// <param name="reference">log π_ref, [B].</param>
    /// <param name="policy">log π, [B].</param>
    public static Tensor ForwardKl(Tensor reference, Tensor policy)
    {
        using var scope = NewDisposeScope();
        return (reference - policy).mean().MoveToOuterDisposeScope();
    }
}
