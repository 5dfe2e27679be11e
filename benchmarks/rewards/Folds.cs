namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// Five parts for cross-validation: one is measured on, the next one is for early stopping and calibration, three are learned from.
/// </summary>
internal sealed class Folds
{
    public const int Count = 5;

    private readonly Dictionary<string, int> _parts;

    /// <param name="units">What is dealt to a part as a whole.</param>
    /// <param name="seed">Another seed deals otherwise.</param>
    public Folds(IEnumerable<string> units, int seed)
    {
        var distinct = units.Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(distinct);
        _parts = distinct.Index().ToDictionary(u => u.Item, u => u.Index % Count);
    }

    /// <summary>Whether a unit is measured on in this fold.</summary>
    public bool IsTest(string unit, int fold) => _parts.TryGetValue(unit, out var part) && part == fold;

    /// <summary>Whether a unit is stopped and calibrated on in this fold.</summary>
    public bool IsValidation(string unit, int fold) => IsTest(unit, (fold + 1) % Count);

    /// <summary>Whether a unit is learned from in this fold.</summary>
    public bool IsTraining(string unit, int fold) => !IsTest(unit, fold) && !IsValidation(unit, fold);
}
