namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Temperatures that turn reward differences into honest probabilities: p = σ(Δr / T) (Guo et al., 2017).</summary>
/// <param name="Temperatures">One a member, above 0.</param>
/// <param name="Ensemble">Temperature of the mean of the calibrated members, above 0.</param>
public sealed record Calibration(IReadOnlyList<double> Temperatures, double Ensemble)
{
    /// <summary>What length alone is worth to each member, taken off its rewards; null where length is left in.</summary>
    public LengthCurve? Length { get; init; }

    /// <summary>The members' differences, each by its temperature and the ensemble's, in logits.</summary>
    public double[] Apply(IReadOnlyList<double> differences) =>
        [.. differences.Select((d, member) => d / (Temperatures[member] * Ensemble))];

    /// <summary>Temperatures of the members, then of the mean of the calibrated members.</summary>
    /// <param name="differences">r(chosen) − r(rejected) on held-out pairs, an array of members each; at least one.</param>
    /// <param name="agreement">Share of the judgements that preferred the chosen text, 0 to 1, for each pair.</param>
    public static Calibration Fit(IReadOnlyList<float[]> differences, IReadOnlyList<double> agreement)
    {
        var temperatures = Enumerable.Range(0, differences[0].Length).Select(m => Fit([.. differences.Select(d => (double)d[m])], agreement)).ToList();
        var members = new Calibration(temperatures, 1);
        return members with { Ensemble = Fit([.. differences.Select(d => members.Apply([.. d.Select(v => (double)v)]).Average())], agreement) };
    }

    /// <summary>The temperature with the least negative log likelihood (Platt, 1999; Guo et al., 2017).</summary>
    /// <param name="differences">r(chosen) − r(rejected) on held-out pairs.</param>
    /// <param name="agreement">Share of the judgements that preferred the chosen text, 0 to 1; null where all did.</param>
    public static double Fit(IReadOnlyList<double> differences, IReadOnlyList<double>? agreement = null)
    {
        // Platt's targets: n right answers out of n are no proof of certainty, and without them the temperature would go to zero.
        var target = (differences.Count + 1.0) / (differences.Count + 2);
        double Target(int pair) => 1 - target + ((agreement?[pair] ?? 1) * ((2 * target) - 1));
        double Loss(double logTemperature) => differences.Select((d, i) =>
            (Target(i) * SoftPlus(-d / Math.Exp(logTemperature))) + ((1 - Target(i)) * SoftPlus(d / Math.Exp(logTemperature)))).Average();

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
