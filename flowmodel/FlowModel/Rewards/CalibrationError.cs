namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>How far stated probabilities are from observed frequencies.</summary>
public static class CalibrationError
{
    /// <summary>ECE with equal-width bins: Σ |Σ p − Σ y| / N (arXiv 2312.07401, section 4).</summary>
    /// <param name="probabilities">Stated probabilities in 0 to 1.</param>
    /// <param name="outcomes">What happened, as long as <paramref name="probabilities"/>.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    public static double Expected(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, int bins = 10)
    {
        if (probabilities.Count != outcomes.Count)
            throw new ArgumentException($"{probabilities.Count} probabilities need as many outcomes, not {outcomes.Count}.", nameof(outcomes));
        var gap = new double[bins];
        for (var i = 0; i < probabilities.Count; i++)
            gap[Math.Min(bins - 1, (int)(probabilities[i] * bins))] += probabilities[i] - (outcomes[i] ? 1 : 0);
        return gap.Sum(Math.Abs) / Math.Max(1, probabilities.Count);
    }

    /// <summary>ECE of pair differences, each counted in both orders.</summary>
    /// <param name="differences">Calibrated r(chosen) − r(rejected), in logits.</param>
    public static double OfPairs(IReadOnlyList<double> differences)
    {
        var probabilities = differences.Select(d => 1 / (1 + Math.Exp(-d))).ToList();
        return Expected(
            [.. probabilities, .. probabilities.Select(p => 1 - p)],
            [.. probabilities.Select(_ => true), .. probabilities.Select(_ => false)]);
    }
}
