namespace PreferenceFlow.FlowModel.Selection;

/// <summary>Taking the highest scored of n answers, and what that does to their distribution.</summary>
public static class BestOfN
{
    /// <summary>Index of the highest score, the first of equals.</summary>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static int Choose(IReadOnlyList<double> scores)
    {
        if (scores.Count == 0)
            throw new ArgumentException("There is nothing to choose from.", nameof(scores));
        var best = 0;
        for (var i = 1; i < scores.Count; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }

    /// <summary>Upper bound of KL(best of n ‖ one sample), in nats: ln n − (n − 1)/n (arXiv 2401.01879).</summary>
    public static double MaxDivergence(int n) => Math.Log(n) - ((n - 1.0) / n);

    /// <summary>Upper bound of the chance that the best of n beats one more sample, by the score it was chosen by: n/(n + 1).</summary>
    public static double MaxWinRate(int n) => n / (n + 1.0);

    /// <summary>
    /// Expected true value of the best of n, by a score that is not the truth: Σ C(i − 1, n − 1)/C(N, n) · value of the i-th worst,
    /// the mean over all choices of n out of the N without replacement (arXiv 2310.02743).
    /// </summary>
    /// <param name="values">True values, in ascending order of the score that chooses.</param>
    /// <param name="n">Answers drawn, 1 to their number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1 or above the number of values.</exception>
    public static double ExpectedValue(IReadOnlyList<double> values, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, values.Count);
        var (total, share) = (0.0, n / (double)values.Count); // share of the choices whose best is the last value
        for (var i = values.Count; i >= n; i--)
        {
            total += share * values[i - 1];
            share *= i > n ? (i - n) / (i - 1.0) : 0;
        }

        return total;
    }
}
