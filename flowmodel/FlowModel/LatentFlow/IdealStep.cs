namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>
/// What one ideal step of Preference Flow Matching makes of a distribution over finitely many answers: the yardstick for flows that were
/// learnt (arXiv 2405.19806, theorems 4.1 to 4.3). With certain preferences a step is best of 2, and k steps are best of 2^k.
/// </summary>
/// <param name="preferences">P[i, j], the chance that answer i is preferred to answer j; P[i, j] + P[j, i] = 1.</param>
public sealed class IdealStep(double[,] preferences)
{
    /// <summary>Bradley–Terry: P[i, j] = σ(r_i − r_j).</summary>
    public static IdealStep OfRewards(IReadOnlyList<double> rewards)
    {
        var preferences = new double[rewards.Count, rewards.Count];
        for (var i = 0; i < rewards.Count; i++)
        {
            for (var j = 0; j < rewards.Count; j++)
                preferences[i, j] = 1 / (1 + Math.Exp(rewards[j] - rewards[i]));
        }

        return new(preferences);
    }

    /// <summary>g: the chance of each answer to be preferred to one drawn from <paramref name="law"/>.</summary>
    public double[] WinRates(IReadOnlyList<double> law) =>
        [.. law.Select((_, i) => law.Select((p, j) => p * preferences[i, j]).Sum())];

    /// <summary>p1 = 2·p·g: the answers that win against another of the same law.</summary>
    public double[] Preferred(IReadOnlyList<double> law) => Normalised(WinRates(law).Zip(law, (g, p) => p * g));

    /// <summary>p0 = 2·p·(1 − g): those that lose; (p0 + p1)/2 is the law itself.</summary>
    public double[] Rejected(IReadOnlyList<double> law) => Normalised(WinRates(law).Zip(law, (g, p) => p * (1 - g)));

    /// <summary>The law after several steps. Where preferences run in circles it does not settle.</summary>
    public double[] Repeat(IReadOnlyList<double> law, int steps) =>
        Enumerable.Range(0, steps).Aggregate((double[])[.. law], (p, _) => Preferred(p));

    /// <summary>Chance that a draw of one law is preferred to a draw of the other.</summary>
    public double WinRate(IReadOnlyList<double> law, IReadOnlyList<double> other) => WinRates(other).Zip(law, (g, p) => g * p).Sum();

    /// <summary>The sum is a half but for rounding, which would double with every step.</summary>
    private static double[] Normalised(IEnumerable<double> parts)
    {
        var all = parts.ToArray();
        var sum = all.Sum();
        return [.. all.Select(part => part / sum)];
    }
}
