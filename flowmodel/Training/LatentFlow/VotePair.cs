namespace PreferenceFlow.Training.LatentFlow;

/// <summary>What the voters said of a pair of which the first answer is preferred.</summary>
internal readonly record struct VotePair
{
    /// <summary>The ensemble's gain of the preferred answer over the other, in logits.</summary>
    public required double Gain { get; init; }

    /// <summary>The flow's vote for the preferred answer less that for the other.</summary>
    public required double Vote { get; init; }

    /// <summary>Weight of the pair, above 0.</summary>
    public double Weight { get; init; }
}
