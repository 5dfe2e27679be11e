using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PreferenceFlow.Training.Data;

/// <summary>Which part of the work a pair is for.</summary>
public enum DataPart
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose by: early stopping, calibration, thresholds.</summary>
    Validation,

    /// <summary>To report on, and for nothing else.</summary>
    Test,
}

/// <summary>
/// Divides pairs by a hash of their source, so that what is known of a prompt (or, without prompts, of a rejected sentence) stands
/// on one side only. A source keeps its part when the data grows, in any order, on any machine.
/// </summary>
public sealed record PairSplit
{
    /// <summary>Share of the sources for validation, in [0, 1).</summary>
    /// <value>The default is 0.1.</value>
    public double Validation { get; init; } = 0.1;

    /// <summary>Share of the sources for the test, in [0, 1); both shares together below 1.</summary>
    /// <value>The default is 0.</value>
    public double Test { get; init; }

    /// <summary>Another seed gives another division.</summary>
    public int Seed { get; init; }

    /// <summary>The part that a pair belongs to.</summary>
    /// <exception cref="InvalidOperationException">The shares are out of range.</exception>
    public DataPart PartOf(PreferencePair pair)
    {
        if (!(Validation >= 0 && Test >= 0 && Validation + Test < 1))
        {
            throw new InvalidOperationException(
                $"The shares for validation ({Validation}) and test ({Test}) must be at least 0 and together below 1.");
        }

        var place = Place(Source(pair));
        return place < Test ? DataPart.Test : place < Test + Validation ? DataPart.Validation : DataPart.Train;
    }

    /// <summary>What a pair belongs to: its prompt, or the rejected answer where it has none.</summary>
    public static string Source(PreferencePair pair) => pair.Prompt.Length > 0 ? pair.Prompt : pair.Rejected;

    /// <summary>The pairs of one part, in their order.</summary>
    public IReadOnlyList<PreferencePair> Select(IEnumerable<PreferencePair> pairs, DataPart part) =>
        [.. pairs.Where(pair => PartOf(pair) == part)];

    // Uniform in [0, 1). White space and case do not make a source another one.
    private double Place(string source)
    {
        var words = source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var key = $"{Seed}\n{string.Join(' ', words).ToLowerInvariant()}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * Math.ScaleB(1, -53);
    }
}
