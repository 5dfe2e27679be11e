namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>How the members' gains become the one number that the gate holds against its margin.</summary>
public enum PessimismRule
{
    /// <summary>Mean − k · standard deviation.</summary>
    Deviation,

    /// <summary>The mean: no pessimism.</summary>
    Mean,

    /// <summary>The least of the members (worst-case optimisation, arXiv 2310.02743).</summary>
    Least,

    /// <summary>−β · log mean e^(−gain/β): the mean for a large β, the least for a small one (arXiv 2606.09073).</summary>
    Entropic,
}

/// <summary>What a reward ensemble is sure of, out of what its members think.</summary>
public static class Pessimism
{
    /// <summary>−β · log mean e^(−gain/β), between the least gain and the mean.</summary>
    /// <param name="gains">Gains of the members, in logits, at least one.</param>
    /// <param name="temperature">β in logits, above 0.</param>
    public static double Entropic(IReadOnlyList<double> gains, double temperature)
    {
        var least = gains.Min();
        return least - (temperature * Math.Log(gains.Average(gain => Math.Exp((least - gain) / temperature))));
    }

    /// <summary>Standard deviation over the members.</summary>
    public static double Deviation(IReadOnlyList<double> gains)
    {
        var mean = gains.Average();
        return Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)));
    }

    /// <summary>Chance that the change is for the worse, by the mean of the members: what Chow's rule abstains by. 0 to 1.</summary>
    public static double ExpectedLoss(IReadOnlyList<double> gains) => gains.Average(gain => 1 / (1 + Math.Exp(gain)));

    /// <summary>
    /// e^(−loss/λ) by its mean: how likely a case is under the distribution nearest to the data with small losses, relative to the
    /// data; rejecting the low ones is Chow's rule (arXiv 2405.18686).
    /// </summary>
    /// <param name="losses">Expected losses of the cases.</param>
    /// <param name="temperature">λ in the losses' unit, above 0.</param>
    public static double[] DensityRatios(IReadOnlyList<double> losses, double temperature)
    {
        var odds = losses.Select(loss => Math.Exp(-loss / temperature)).ToArray();
        var mean = odds.DefaultIfEmpty().Average();
        return [.. odds.Select(o => o / mean)];
    }
}
