namespace PreferenceFlow.FlowModel.Selection;

/// <summary>One score for each answer out of the rewards that several objectives or groups of people give it.</summary>
/// <remarks>Rewards are by answer, then by group: calibrate each group first, or the loudest one rules.</remarks>
public static class GroupRules
{
    /// <summary>Σ w·r over the groups.</summary>
    /// <param name="rewards">Rewards, one array of groups for each answer.</param>
    /// <param name="weights">One for each group; they are used as they are.</param>
    /// <exception cref="ArgumentException">An answer has not as many groups as there are weights.</exception>
    public static double[] Weighted(IReadOnlyList<double[]> rewards, IReadOnlyList<double> weights)
    {
        if (rewards.FirstOrDefault(r => r.Length != weights.Count) is { } odd)
            throw new ArgumentException($"{odd.Length} groups need as many weights, not {weights.Count}.", nameof(weights));
        return [.. rewards.Select(r => r.Zip(weights, (reward, weight) => reward * weight).Sum())];
    }

    /// <summary>The reward of the group that likes the answer least: the highest is the max-min choice (arXiv 2402.08925).</summary>
    public static double[] Least(IReadOnlyList<double[]> rewards) => [.. rewards.Select(r => r.Min())];

    /// <summary>
    /// Minus the largest regret of a group, what its favourite is worth to it beyond the answer: the highest is the min-max-regret
    /// choice, at most 0 (arXiv 2510.15716). A group that likes no answer does not decide for all.
    /// </summary>
    public static double[] LeastRegret(IReadOnlyList<double[]> rewards)
    {
        if (rewards.Count == 0)
            return [];
        var favourites = Enumerable.Range(0, rewards[0].Length).Select(group => rewards.Max(r => r[group])).ToArray();
        return [.. rewards.Select(r => -favourites.Zip(r, (best, reward) => best - reward).Max())];
    }
}
