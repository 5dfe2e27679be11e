namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>
/// What length alone is worth to each member: a local regression of the reward on the logarithm of the length (LOWESS, Cleveland, 1979),
/// to be taken off the reward (arXiv 2409.17407).
/// </summary>
/// <param name="Knots">ln(1 + length) in UTF-16 code units, ascending, at least two.</param>
/// <param name="Rewards">For each member the expected reward at each knot.</param>
public sealed record LengthCurve(IReadOnlyList<double> Knots, IReadOnlyList<IReadOnlyList<double>> Rewards)
{
    private const int KnotCount = 24;

    /// <summary>Fits the curves.</summary>
    /// <param name="lengths">Lengths of texts, at least two of them different.</param>
    /// <param name="rewards">Rewards of the texts, an array of members each.</param>
    /// <param name="span">Share of the texts that each local line is fitted to, above 0 to 1.</param>
    public static LengthCurve Fit(IReadOnlyList<int> lengths, IReadOnlyList<float[]> rewards, double span = 0.5)
    {
        var x = lengths.Select(Place).ToArray();
        var (low, high) = (x.Min(), x.Max());
        var knots = Enumerable.Range(0, KnotCount).Select(k => low + ((high - low) * k / (KnotCount - 1))).ToList();
        var members = Enumerable.Range(0, rewards[0].Length);
        return new(knots, [.. members.Select(m => knots.Select(k => LocalLine(k, x, [.. rewards.Select(r => (double)r[m])], span)).ToList())]);
    }

    /// <summary>Expected reward of a text of this length; beyond the fitted lengths that of the nearest one.</summary>
    public double At(int member, int length)
    {
        var x = Math.Clamp(Place(length), Knots[0], Knots[^1]);
        var right = 1;
        while (right < Knots.Count - 1 && Knots[right] < x)
            right++;
        var share = (x - Knots[right - 1]) / (Knots[right] - Knots[right - 1]);
        return Rewards[member][right - 1] + (share * (Rewards[member][right] - Rewards[member][right - 1]));
    }

    private static double Place(int length) => Math.Log(1 + length);

    /// <summary>Weighted least squares with tricube weights over the nearest texts, at one place.</summary>
    private static double LocalLine(double at, double[] x, double[] y, double span)
    {
        var width = x.Select(v => Math.Abs(v - at)).Order().ElementAt(Math.Min(x.Length - 1, (int)(span * x.Length))) + 1e-9;
        var weights = x.Select(v => Math.Pow(1 - Math.Pow(Math.Min(1, Math.Abs(v - at) / width), 3), 3)).ToArray();
        var total = weights.Sum() + 1e-12;
        var (meanX, meanY) = (weights.Zip(x, (w, v) => w * v).Sum() / total, weights.Zip(y, (w, v) => w * v).Sum() / total);
        var (variance, covariance) = (1e-9, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            variance += weights[i] * (x[i] - meanX) * (x[i] - meanX);
            covariance += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        }

        return meanY + (covariance / variance * (at - meanX));
    }
}
