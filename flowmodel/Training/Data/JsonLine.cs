namespace PreferenceFlow.Training.Data;

/// <summary>One line of a file, or why it cannot be read.</summary>
internal readonly record struct JsonLine
{
    /// <summary>Number of the line, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The line in valid UTF-8, without its line break.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Why the line cannot be read; null when it can.</summary>
    public string? Problem { get; init; }
}
