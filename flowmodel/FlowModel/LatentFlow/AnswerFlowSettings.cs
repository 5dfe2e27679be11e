using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>A latent flow over answers: what turns them into vectors, how these move, and what the flow's vote is worth.</summary>
public sealed record AnswerFlowSettings
{
    /// <summary>Coordinates that features are projected to, at least 0.</summary>
    public required int Projected { get; init; }

    /// <summary>Seed of the projection.</summary>
    public required int Seed { get; init; }

    public required LatentFlowSettings Flow { get; init; }

    /// <summary>Which vote the flow has among candidates.</summary>
    public VoteForm Form { get; init; }

    /// <summary>Logits that a unit of the vote is worth beside the ensemble's gain, at least 0; 0 where it is worth nothing.</summary>
    /// <value>The default is 0.</value>
    public double VoteWeight { get; init; }
}
