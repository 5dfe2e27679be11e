using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>A linear or logarithmic axis with its ticks.</summary>
/// <param name="Label">What it measures, with its unit.</param>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">Values that are labelled.</param>
internal sealed record PlotAxis(string Label, double Low, double High, IReadOnlyList<double> Ticks)
{
    private const int MostSteps = 6;

    /// <summary>Largest ratio of two values that a linear axis shows well.</summary>
    private const double LinearRatio = 20;

    /// <summary>True where equal distances are equal ratios.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>A linear axis that covers values, with ticks at both ends.</summary>
    public static PlotAxis Covering(string label, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty().ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        var ticks = NiceNumbers.Covering(low, high, NiceNumbers.Step(high > low ? high - low : Math.Max(1, Math.Abs(high)), MostSteps));
        return new(label, ticks[0], ticks[^1], ticks);
    }

    /// <summary>A linear axis from 0 up, for counts: its ticks are whole.</summary>
    public static PlotAxis Counts(string label, IEnumerable<int> counts)
    {
        var high = Math.Max(1, counts.DefaultIfEmpty().Max());
        var ticks = NiceNumbers.Covering(0, high, Math.Max(1, Math.Ceiling(NiceNumbers.Step(high, MostSteps))));
        return new(label, 0, ticks[^1], ticks);
    }

    /// <summary>Shares from 0 to 1.</summary>
    public static PlotAxis Shares(string label) => new(label, 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]);

    /// <summary>An axis between two values with ticks inside: for edges that lie where they lie.</summary>
    public static PlotAxis Between(string label, double low, double high)
    {
        var ticks = NiceNumbers.Covering(low, high, NiceNumbers.Step(high - low, MostSteps));
        return new(label, low, high, [.. ticks.Where(t => t >= low - 1e-9 && t <= high + 1e-9)]);
    }

    /// <summary>A logarithmic axis with these ticks, the first and the last at its ends.</summary>
    /// <param name="label">What it measures.</param>
    /// <param name="ticks">At least two values above 0, ascending.</param>
    public static PlotAxis Logarithmic(string label, IReadOnlyList<double> ticks) =>
        new(label, ticks[0], ticks[^1], ticks) { IsLogarithmic = true };

    /// <summary>For positive values: linear, or logarithmic where they differ much in size.</summary>
    public static PlotAxis OfSizes(string label, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        if (low <= 0 || high / low < LinearRatio)
            return Covering(label, [0, high, low]);
        var powers = Enumerable.Range(-12, 24).SelectMany(power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power))).ToList();
        var ticks = powers[powers.FindLastIndex(t => t <= low * (1 + 1e-9))..(powers.FindIndex(t => t >= high * (1 - 1e-9)) + 1)];
        return Logarithmic($"{label}, logarithmic", ticks);
    }

    /// <summary>Place of a value between the ends, 0 to 1.</summary>
    public double At(double value) => IsLogarithmic
        ? Math.Log(value / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    /// <summary>A tick's label.</summary>
    public string Text(double tick)
    {
        var step = IsLogarithmic || Ticks.Count < 2 ? Math.Abs(tick) : Ticks[1] - Ticks[0];
        var decimals = 0;
        for (var scaled = step; decimals < 6 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6; scaled *= 10)
            decimals++;
        return Figure.Text(tick, $"N{decimals}").Replace("-", "−", StringComparison.Ordinal);
    }
}
