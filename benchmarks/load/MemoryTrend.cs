using System.Diagnostics;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>A straight line through a process's memory over time, by least squares.</summary>
/// <param name="PerHour">Slope in MB an hour.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Mean">MB.</param>
internal sealed record MemoryTrend(double PerHour, double Error, double Mean)
{
    /// <summary>Samples until the token ends it. The first fifth, in which heaps still find their size, is left out.</summary>
    /// <param name="bytes">What is in memory now.</param>
    public static async Task<MemoryTrend> WatchAsync(Func<long> bytes, TimeSpan interval, CancellationToken stop)
    {
        var samples = new List<(double Hours, double Megabytes)>();
        var start = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            samples.Add((Stopwatch.GetElapsedTime(start).TotalHours, bytes() / 1e6));
            await Task.Delay(interval, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return Fit(samples[(samples.Count / 5)..]);
    }

    /// <param name="samples">At least three, at different times.</param>
    public static MemoryTrend Fit(IReadOnlyList<(double Hours, double Megabytes)> samples)
    {
        var (meanTime, mean) = (samples.Average(sample => sample.Hours), samples.Average(sample => sample.Megabytes));
        var spread = samples.Sum(sample => Math.Pow(sample.Hours - meanTime, 2));
        var slope = samples.Sum(sample => (sample.Hours - meanTime) * (sample.Megabytes - mean)) / spread;
        var rest = samples.Sum(sample => Math.Pow(sample.Megabytes - mean - slope * (sample.Hours - meanTime), 2));
        return new(slope, Math.Sqrt(rest / (samples.Count - 2) / spread), mean);
    }
}
