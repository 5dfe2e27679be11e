namespace PreferenceFlow.Training.Data;

/// <summary>
/// Two answers to one prompt, of which people prefer one. The flow learns to go from <see cref="Rejected"/> to <see cref="Chosen"/>,
/// never back.
/// </summary>
public sealed record PreferencePair
{
    /// <summary>The conversation before the answer as plain text; empty where the data has none.</summary>
    public required string Prompt { get; init; }

    /// <summary>The answer that people prefer: the target of the flow.</summary>
    public required string Chosen { get; init; }

    /// <summary>The answer that they like less: the source of the flow.</summary>
    public required string Rejected { get; init; }

    /// <summary>How much better the chosen answer is, in the data's own unit; null when not stated.</summary>
    public double? Margin { get; init; }

    /// <summary>Who judged; null when not stated.</summary>
    public string? Annotator { get; init; }

    /// <summary>What was judged, such as "helpful"; null when not stated.</summary>
    public string? Objective { get; init; }

    /// <summary>Weight that the data gives the pair, above 0: how often the flow draws it, and its weight in the rewards' loss.</summary>
    /// <value>The default is 1.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Share of the judgements that preferred the chosen answer, 0.5 (a tie) to 1.</summary>
    /// <value>The default is 1.</value>
    public double Agreement { get; init; } = 1;

    /// <summary>The part of the data that its makers put the pair into, such as "train" or "dev"; null when not stated.</summary>
    public string? Split { get; init; }

    /// <summary>Number of its line in the file, from 1; 0 for a pair that came from no file.</summary>
    public int Line { get; init; }
}
