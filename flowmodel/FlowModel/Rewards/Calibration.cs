namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Temperatures that turn reward differences into honest probabilities: p = σ(Δr / T) (Guo et al., 2017).</summary>
/// <param name="Temperatures">One a member, above 0.</param>
/// <param name="Ensemble">Temperature of the mean of the calibrated members, above 0.</param>
public sealed record Calibration(IReadOnlyList<double> Temperatures, double Ensemble)
{
    /// <summary>The members' differences, each by its temperature and the ensemble's, in logits.</summary>
    public double[] Apply(IReadOnlyList<double> differences) =>
        [.. differences.Select((d, member) => d / (Temperatures[member] * Ensemble))];

    /// <summary>The temperature with the least negative log likelihood on differences that should all be positive (Platt, 1999; Guo et al., 2017).</summary>
    /// <param name="differences">r(chosen) − r(rejected) on held-out pairs.</param>
    public static double Fit(IReadOnlyList<double> differences)
    {
        // Platt's targets: n right answers out of n are no proof of certainty, and without them the temperature would go to zero.
        var target = (differences.Count + 1.0) / (differences.Count + 2);
        double Loss(double logTemperature) => differences.Average(d =>
            (target * SoftPlus(-d / Math.Exp(logTemperature))) + ((1 - target) * SoftPlus(d / Math.Exp(logTemperature))));

        // The loss is convex in 1/T, hence unimodal in ln T: golden-section search on T from 1/20 to 20.
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (-3.0, 3.0);
        while (high - low > 1e-4)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            (low, high) = Loss(left) < Loss(right) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);
    }

    private static double SoftPlus(double x) => x > 30 ? x : Math.Log(1 + Math.Exp(x));
}
