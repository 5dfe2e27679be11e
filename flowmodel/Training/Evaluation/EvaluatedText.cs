namespace PreferenceFlow.Training.Evaluation;

/// <summary>One text of an evaluation.</summary>
public sealed record EvaluatedText
{
    /// <summary>The text that went in.</summary>
    public required string Source { get; init; }

    /// <summary>The text that came out.</summary>
    public required string Output { get; init; }

    /// <summary>What people made of the source; at least one.</summary>
    public required IReadOnlyList<string> References { get; init; }
}
