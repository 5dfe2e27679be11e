namespace PreferenceFlow.FlowModel.Selection;

/// <summary>Probabilities with which each of n answers is chosen, softer than taking the best: they resist errors of the reward.</summary>
public static class SelectionWeights
{
    /// <summary>Weights ∝ e^(r/β), the optimum under a KL penalty against the upstream (arXiv 2405.00747).</summary>
    /// <param name="rewards">Rewards of the answers.</param>
    /// <param name="temperature">β in the rewards' unit, above 0; towards 0 the best alone, towards infinity all alike.</param>
    public static double[] Soft(IReadOnlyList<double> rewards, double temperature)
    {
        var odds = AcceptanceProbabilities(rewards, temperature);
        var total = odds.Sum();
        return [.. odds.Select(o => o / total)];
    }

    /// <summary>
    /// Weights ∝ max(0, (r − λ)/β) with the λ at which their mean is 1, the optimum under a χ² penalty: inference-time pessimism,
    /// whose true reward does not fall as n grows (arXiv 2503.21878).
    /// </summary>
    /// <param name="rewards">Rewards of the answers.</param>
    /// <param name="temperature">β in the rewards' unit, above 0.</param>
    public static double[] ChiSquare(IReadOnlyList<double> rewards, double temperature)
    {
        var threshold = ChiSquareThreshold(rewards, temperature);
        return [.. rewards.Select(r => Math.Max(0, r - threshold) / (temperature * rewards.Count))];
    }

    /// <summary>The λ of <see cref="ChiSquare"/>: below it an answer is never chosen.</summary>
    /// <exception cref="ArgumentException">There are no rewards, or the temperature is not above 0.</exception>
    public static double ChiSquareThreshold(IReadOnlyList<double> rewards, double temperature)
    {
        Require(rewards, temperature);
        var sorted = rewards.OrderDescending().ToArray();
        var (sum, threshold) = (0.0, double.NegativeInfinity);
        for (var kept = 1; kept <= sorted.Length; kept++)
        {
            if (sorted[kept - 1] <= threshold)
                break;
            sum += sorted[kept - 1]; // mean over all n of (r − λ)/β is 1 with the best `kept` above λ
            threshold = (sum - (temperature * sorted.Length)) / kept;
        }

        return threshold;
    }

    /// <summary>
    /// e^((r − max r)/β): the chance to accept each when the optimal policy is sampled by rejection (RSO, arXiv 2309.06657).
    /// </summary>
    /// <exception cref="ArgumentException">There are no rewards, or the temperature is not above 0.</exception>
    public static double[] AcceptanceProbabilities(IReadOnlyList<double> rewards, double temperature)
    {
        Require(rewards, temperature);
        var best = rewards.Max();
        return [.. rewards.Select(r => Math.Exp((r - best) / temperature))];
    }

    private static void Require(IReadOnlyList<double> rewards, double temperature)
    {
        if (rewards.Count == 0)
            throw new ArgumentException("There is nothing to choose from.", nameof(rewards));
        if (!(temperature > 0))
            throw new ArgumentException($"The temperature ({temperature}) must be above 0.", nameof(temperature));
    }
}
