namespace PreferenceFlow.Training.Data;

/// <summary>Something in a file of pairs that could not be used.</summary>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Reason">The field, and what was expected of it.</param>
public sealed record BadLine(int Number, string Reason);

/// <summary>What to do about a bad line.</summary>
public enum BadLinePolicy
{
    /// <summary>Report it and go on with the next line.</summary>
    Continue,

    /// <summary>Give up at the first one.</summary>
    Stop,
}
