namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>How far stated probabilities are from what happened. Every figure is better when smaller.</summary>
public sealed record CalibrationFigures
{
    /// <summary>Bins of every diagram.</summary>
    public const int DefaultBins = 10;

    /// <summary>Expected calibration error over bins of equal width, 0 to 1.</summary>
    public required double Ece { get; init; }

    /// <summary>Adaptive calibration error: the same over bins of equal count, 0 to 1.</summary>
    public required double Ace { get; init; }

    /// <summary>Largest error of a bin of equal width, 0 to 1. A bin of few forecasts decides it: read it beside the counts.</summary>
    public required double Mce { get; init; }

    /// <summary>Mean squared distance of probability and outcome, 0 to 1 (Brier, 1950).</summary>
    public required double Brier { get; init; }

    /// <summary>Mean negative log likelihood of the outcomes, in nats, at least 0; infinite where something ruled out happened.</summary>
    public required double Nll { get; init; }

    /// <summary>The bins of equal width.</summary>
    public required IReadOnlyList<ReliabilityBin> Bins { get; init; }

    /// <summary>Figures of forecasts; all 0 where there are none.</summary>
    public static CalibrationFigures Of(IReadOnlyCollection<Forecast> forecasts, int bins = DefaultBins)
    {
        var diagram = ReliabilityDiagram.EqualWidth(forecasts, bins);
        double Mean(Func<Forecast, double> figure) => forecasts.Select(figure).DefaultIfEmpty().Average();
        return new()
        {
            Ece = diagram.MeanError,
            Ace = ReliabilityDiagram.EqualCount(forecasts, bins).MeanError,
            Mce = diagram.LargestError,
            Brier = Mean(f => (f.Probability - f.Outcome) * (f.Probability - f.Outcome)),
            Nll = Mean(f => -Share(f.Outcome, f.Probability) - Share(1 - f.Outcome, 1 - f.Probability)),
            Bins = diagram.Bins,
        };
    }

    /// <summary>
    /// Figures of pairs, each counted in both orders, so that the bins cover 0 to 1 symmetrically (arXiv 2312.07401, section 4).
    /// </summary>
    /// <param name="differences">Calibrated r(first) − r(second), in logits.</param>
    /// <param name="outcomes">Share of the judgements that preferred the first, 0 to 1; null where the first was always preferred.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <exception cref="ArgumentException">There are not as many outcomes as differences.</exception>
    public static CalibrationFigures OfPairs(
        IReadOnlyList<double> differences, IReadOnlyList<double>? outcomes = null, int bins = DefaultBins)
    {
        if (outcomes is not null && outcomes.Count != differences.Count)
            throw new ArgumentException($"{differences.Count} differences need as many outcomes, not {outcomes.Count}.", nameof(outcomes));
        return Of([.. differences.SelectMany((d, i) => BothOrders(d, outcomes?[i] ?? 1))], bins);
    }

    private static Forecast[] BothOrders(double difference, double outcome) =>
        [new(Sigmoid(difference), outcome), new(Sigmoid(-difference), 1 - outcome)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Share(double weight, double probability) => weight == 0 ? 0 : weight * Math.Log(probability);
}
