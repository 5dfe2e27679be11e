namespace PreferenceFlow.Training.Evaluation;

/// <summary>Several samples counted in the same bins of equal width; what lies beyond the ends counts in the outermost bins.</summary>
public sealed record Histogram
{
    private const int MostBins = 24;

    /// <summary>Share of the values that each end may leave to the outermost bin, so that a far value does not flatten the rest.</summary>
    private const double Tail = 0.005;

    /// <summary>Edges of the bins in ascending order, one more than bins.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>The samples.</summary>
    public required IReadOnlyList<HistogramSeries> Series { get; init; }

    /// <summary>Counts samples.</summary>
    /// <param name="shown">A value that the bins must cover, such as a threshold; null for none.</param>
    /// <param name="samples">Name and values of each; empty ones are kept.</param>
    public static Histogram Of(double? shown, params IReadOnlyList<(string Name, IReadOnlyList<double> Values)> samples)
    {
        var all = samples.SelectMany(s => s.Values).Order().ToArray();
        if (all.Length == 0)
            return new() { Edges = [], Series = [.. samples.Select(s => new HistogramSeries(s.Name, []))] };
        var (low, high) = (all[(int)(Tail * (all.Length - 1))], all[(int)Math.Ceiling((1 - Tail) * (all.Length - 1))]);
        (low, high) = (Math.Min(low, shown ?? low), Math.Max(high, shown ?? high));
        var step = NiceNumbers.Step(high > low ? high - low : 1, MostBins);
        var edges = NiceNumbers.Covering(low, high, step);
        int Bin(double value) => Math.Clamp((int)Math.Floor((value - edges[0]) / step), 0, edges.Length - 2);
        return new()
        {
            Edges = edges,
            Series = [.. samples.Select(s =>
            {
                var counts = new int[edges.Length - 1];
                foreach (var value in s.Values)
                    counts[Bin(value)]++;
                return new HistogramSeries(s.Name, counts);
            })],
        };
    }
}

/// <summary>One sample of a histogram.</summary>
/// <param name="Name">What was counted.</param>
/// <param name="Counts">Values in each bin.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<int> Counts);
