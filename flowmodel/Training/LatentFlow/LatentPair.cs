namespace PreferenceFlow.Training.LatentFlow;

/// <summary>Two answers to one prompt as vectors in standardised coordinates.</summary>
internal sealed record LatentPair
{
    /// <summary>The answer that people like less: where the flow starts. D coordinates.</summary>
    public required float[] Rejected { get; init; }

    /// <summary>The answer that they prefer: where it ends. D coordinates.</summary>
    public required float[] Chosen { get; init; }

    /// <summary>What the flow is told, the prompt as a vector. C coordinates.</summary>
    public required float[] Condition { get; init; }

    /// <summary>Number of the prompt.</summary>
    public required int Prompt { get; init; }

    /// <summary>How often the pair is drawn relative to others, above 0.</summary>
    public double Weight { get; init; } = 1;
}
