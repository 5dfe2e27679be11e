namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>When an edit is accepted; stored in the bundle.</summary>
public sealed record GateOptions : PessimismOptions
{
    /// <summary>Margin that the lower bound of the gain must exceed, in logits, at least 0.</summary>
    public double MinGain { get; init; } = 1;

    /// <summary>Least similarity to the original, 0 to 1 (<see cref="Similarity"/>).</summary>
    public double MinSimilarity { get; init; } = 0.3;

    /// <summary>Shortest edit, as a share of the original's length.</summary>
    public double MinLengthRatio { get; init; } = 0.3;

    /// <summary>Longest edit, as a share of the original's length, beyond a grace of 20 characters.</summary>
    public double MaxLengthRatio { get; init; } = 1.5;

    /// <summary>Logits of gain that one unit of dissimilarity costs when accepted proposals are compared: prefers the smaller edit.</summary>
    public double EditCost { get; init; } = 15;
}
