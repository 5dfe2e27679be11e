namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>How many versions of a segment the editor offers; stored in the bundle.</summary>
public sealed record ProposalOptions
{
    /// <summary>Firing levels of the noiseless chains, each above 0; every level is one proposal.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.5, 0.65, 0.8];

    /// <summary>Firing levels of chains that only delete, each above 0; every level is one proposal.</summary>
    public IReadOnlyList<double> DeletionLevels { get; init; } = [0.35, 0.5, 0.65, 0.8, 0.95];

    /// <summary>Sampled chains beside them, 0 or more.</summary>
    public int Samples { get; init; }

    /// <summary>Most edit groups of one proposal that are also offered alone, 0 or more.</summary>
    public int MaxAlone { get; init; }

    /// <summary>Weight w of classifier-free guidance by the prompt, 0 for none.</summary>
    public double Guidance { get; init; }
}
