namespace PreferenceFlow.Training.Data;

/// <summary>What a file of pairs held.</summary>
public sealed record PairFile
{
    /// <summary>The pairs in the order of the file; a line with several chosen texts gives several.</summary>
    public required IReadOnlyList<PreferencePair> Pairs { get; init; }

    /// <summary>What could not be used, in the order of the file. Nothing is left out without standing here.</summary>
    public required IReadOnlyList<BadLine> BadLines { get; init; }

    /// <summary>Number of lines read, without empty ones.</summary>
    public required int Lines { get; init; }
}
