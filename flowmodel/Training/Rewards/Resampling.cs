namespace PreferenceFlow.Training.Rewards;

/// <summary>What each member learns from: a bootstrap of the sources, tilted toward a length bias of its own where one is set.</summary>
internal static class Resampling
{
    /// <summary>The weight of each example for each member, [P][K].</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="options">Members, length biases and seed.</param>
    public static float[][] Weights(IReadOnlyList<RewardExample> examples, RewardOptions options)
    {
        var longer = Total(examples, e => e.Chosen.Length > e.Rejected.Length);
        var shorter = Total(examples, e => e.Chosen.Length < e.Rejected.Length);

        double Tilt(RewardExample example, int member)
        {
            if (options.LengthBias.Count == 0 || longer == 0 || shorter == 0)
                return 1;
            var bias = options.LengthBias[member % options.LengthBias.Count];
            return example.Chosen.Length.CompareTo(example.Rejected.Length) switch
            {
                > 0 => bias * (longer + shorter) / longer,
                < 0 => (1 - bias) * (longer + shorter) / shorter,
                _ => 1,
            };
        }

        return [.. examples.Select(e => Enumerable.Range(0, options.Members)
            .Select(m => (float)(e.Weight * Bootstrap.Count(options.Loop.Seed, e.Group, m) * Tilt(e, m))).ToArray())];
    }

    private static double Total(IReadOnlyList<RewardExample> examples, Func<RewardExample, bool> counts) => examples.Where(counts).Sum(e => e.Weight);
}
