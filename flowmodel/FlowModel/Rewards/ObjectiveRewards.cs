namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Rewards as a vector: one value for each objective or group of annotators, weighed as a request or a key asks.</summary>
/// <param name="objectives">Names of the objectives, in the order of the network's outputs.</param>
/// <param name="heads">The exported network; its calibration has a temperature for each objective.</param>
/// <remarks>Owns the heads.</remarks>
public sealed class ObjectiveRewards(IReadOnlyList<string> objectives, RewardEnsemble heads) : IDisposable
{
    public IReadOnlyList<string> Objectives { get; } =
        objectives.Count == heads.Members && objectives.Distinct().Count() == objectives.Count
            ? objectives
            : throw new ArgumentException(
                $"{heads.Members} heads need as many distinct names of objectives, not {Quoted(objectives)}.", nameof(objectives));

    /// <summary>Calibrated rewards of each text, an array of objectives each, in logits; only differences mean something.</summary>
    public double[][] Score(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var none = new double[Objectives.Count];
        return [.. heads.Score(texts, cancellationToken).Select(rewards => heads.Gains(rewards, none))];
    }

    /// <summary>
    /// Weights by name as weights in the order of <see cref="Objectives"/>, scaled to sum 1; an objective not named weighs nothing.
    /// </summary>
    /// <param name="weights">At least 0 each, one of them above; empty weighs all alike.</param>
    /// <exception cref="ArgumentException">A name is unknown, a weight is negative or not a number, or all are 0.</exception>
    public double[] Weights(IReadOnlyDictionary<string, double> weights)
    {
        foreach (var (name, weight) in weights)
        {
            if (!Objectives.Contains(name))
                throw new ArgumentException($"There is no objective \"{name}\"; there are {Quoted(Objectives)}.", nameof(weights));
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentException($"The weight of \"{name}\" ({weight}) must be at least 0.", nameof(weights));
        }

        if (weights.Count == 0)
            return [.. Objectives.Select(_ => 1.0 / Objectives.Count)];
        var total = weights.Values.Sum();
        return total > 0
            ? [.. Objectives.Select(name => weights.GetValueOrDefault(name) / total)]
            : throw new ArgumentException("One weight at least must be above 0.", nameof(weights));
    }

    public void Dispose() => heads.Dispose();

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
