namespace PreferenceFlow.Training.Data;

/// <summary>A line is no pair. The message names the field and what was expected.</summary>
internal sealed class PairFormatException(string message) : Exception(message)
{
    /// <summary>A field that is not what was expected.</summary>
    public static PairFormatException Of(string field, string expected, string found) =>
        new(Describe(field, expected, found));

    /// <summary>The message about such a field.</summary>
    public static string Describe(string field, string expected, string found) => $"field '{field}': expected {expected}, found {found}";
}
