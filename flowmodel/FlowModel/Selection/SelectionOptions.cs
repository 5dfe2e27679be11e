using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>How one of several answers is chosen; stored in the bundle.</summary>
public sealed record SelectionOptions : PessimismOptions
{
    /// <summary>How one is taken of those that are surely better than the first, and the first.</summary>
    public SelectionRule Rule { get; init; }

    /// <summary>
    /// What one is taken by: the rewards of several objectives or groups, or the lower bound of the gain. Whichever it is, only those that are
    /// surely better than the first by the ensemble are offered to it, and the first.
    /// </summary>
    public GroupRule Groups { get; init; }

    /// <summary>β of the rules that draw, in logits, above 0: the higher, the nearer to the upstream's own distribution.</summary>
    public double Softness { get; init; } = 1;

    /// <summary>Margin that the lower bound of the gain over the first answer must exceed, in logits, at least 0.</summary>
    public double MinGain { get; init; }
}

/// <summary>How one answer is taken by the lower bounds of the gains.</summary>
public enum SelectionRule
{
    /// <summary>The highest: pessimistic best of n.</summary>
    Best,

    /// <summary>Drawn by <see cref="SelectionWeights.ChiSquare"/>: inference-time pessimism, which does not fall as n grows.</summary>
    ChiSquare,

    /// <summary>Drawn by <see cref="SelectionWeights.Soft"/>, ∝ e^(gain/β).</summary>
    Soft,
}
