namespace PreferenceFlow.RewardBenchmark;

/// <summary>A mean and its 95 % interval as the results file has them.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Interval">Its low and high end.</param>
internal sealed record Figure(double Value, IReadOnlyList<double> Interval)
{
    public static Figure Of(Interval mean) => new(mean.Mean, [mean.Low, mean.High]);

    public override string ToString() => $"{Value:F4} [{Interval[0]:F4}, {Interval[1]:F4}]";
}
