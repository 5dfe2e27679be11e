namespace PreferenceFlow.Benchmarks;

/// <summary>Order statistics of measured values.</summary>
internal static class Quantile
{
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);

    /// <summary>The value that this share of the values does not exceed.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
