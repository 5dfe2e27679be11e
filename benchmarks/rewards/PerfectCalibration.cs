using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>What calibration error a model shows whose every probability is true: with few pairs a bin strays by chance.</summary>
internal static class PerfectCalibration
{
    private const int Draws = 200;

    /// <summary>Mean ECE over outcomes drawn with the stated probabilities.</summary>
    /// <param name="gains">Calibrated r(first) − r(second), in logits.</param>
    /// <param name="judgements">Independent judgements behind each outcome, at least 1.</param>
    public static double Ece(IReadOnlyList<double> gains, int judgements)
    {
        var random = new Random(11);
        var probabilities = gains.Select(g => 1 / (1 + Math.Exp(-g))).ToArray();
        double Share(double probability) => Enumerable.Range(0, judgements).Count(_ => random.NextDouble() < probability) / (double)judgements;
        return Enumerable.Range(0, Draws).Average(_ => CalibrationFigures.OfPairs(gains, [.. probabilities.Select(Share)]).Ece);
    }
}
