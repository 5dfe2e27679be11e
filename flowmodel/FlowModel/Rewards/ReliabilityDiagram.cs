namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Stated probabilities in bins, beside what happened: the bars of a reliability diagram (DeGroot and Fienberg, 1983).</summary>
public sealed class ReliabilityDiagram
{
    private ReliabilityDiagram(IEnumerable<Forecast[]> bins) => Bins = [.. bins.Select(ReliabilityBin.Of)];

    /// <summary>The bins that hold something, in ascending order of probability.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>Mean distance of stated from observed, each bin by its share; 0 to 1. 0 where nothing was stated.</summary>
    public double MeanError => Bins.Sum(b => b.Count * b.Error) / Math.Max(1, Bins.Sum(b => b.Count));

    /// <summary>Largest distance of stated from observed in a bin; 0 to 1.</summary>
    public double LargestError => Bins.Count == 0 ? 0 : Bins.Max(b => b.Error);

    /// <summary>Bins of equal width: <see cref="MeanError"/> is the ECE, <see cref="LargestError"/> the MCE (Naeini, 2015).</summary>
    /// <param name="forecasts">What was stated and what happened.</param>
    /// <param name="bins">Number of bins, at least 1; the last one includes 1.</param>
    public static ReliabilityDiagram EqualWidth(IEnumerable<Forecast> forecasts, int bins) =>
        new(forecasts.GroupBy(f => Math.Min(bins - 1, (int)(f.Probability * bins))).OrderBy(g => g.Key).Select(g => g.ToArray()));

    /// <summary>Bins of equal count: <see cref="MeanError"/> is the adaptive calibration error (Nixon et al., 2019).</summary>
    /// <param name="forecasts">What was stated and what happened.</param>
    /// <param name="bins">Most bins, at least 1; their counts differ by at most one.</param>
    public static ReliabilityDiagram EqualCount(IEnumerable<Forecast> forecasts, int bins)
    {
        var sorted = forecasts.OrderBy(f => f.Probability).ToArray();
        long filled = Math.Min(bins, sorted.Length);
        int Start(long bin) => (int)(bin * sorted.Length / filled);
        return new(Enumerable.Range(0, (int)filled).Select(bin => sorted[Start(bin)..Start(bin + 1)]));
    }
}

/// <summary>A stated probability and what happened.</summary>
/// <param name="Probability">Stated, 0 to 1.</param>
/// <param name="Outcome">1 where it happened, 0 where it did not; the share of the votes where people differ.</param>
public readonly record struct Forecast(double Probability, double Outcome);

/// <summary>One bar.</summary>
/// <param name="Count">Forecasts in the bin, at least 1.</param>
/// <param name="Confidence">Their mean probability.</param>
/// <param name="Frequency">Their mean outcome.</param>
public readonly record struct ReliabilityBin(int Count, double Confidence, double Frequency)
{
    /// <summary>Distance of stated from observed.</summary>
    public double Error => Math.Abs(Confidence - Frequency);

    internal static ReliabilityBin Of(Forecast[] forecasts) =>
        new(forecasts.Length, forecasts.Average(f => f.Probability), forecasts.Average(f => f.Outcome));
}
