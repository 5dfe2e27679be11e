namespace PreferenceFlow.Training.Evaluation;

/// <summary>Round numbers for the edges of bins and the ticks of axes (Heckbert, Graphics Gems, 1990).</summary>
internal static class NiceNumbers
{
    /// <summary>The smallest of 1, 2, 2.5 and 5 times a power of ten that covers a range in at most so many steps.</summary>
    /// <param name="range">Length to cover, above 0.</param>
    /// <param name="steps">Most steps, above 0.</param>
    public static double Step(double range, int steps)
    {
        var least = range / steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return new[] { 1, 2, 2.5, 5, 10 }.First(digit => digit * power >= least * (1 - 1e-9)) * power;
    }

    /// <summary>Multiples of a step from the last at or below the low end to the first at or above the high end.</summary>
    public static double[] Covering(double low, double high, double step)
    {
        var (first, last) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
        return [.. Enumerable.Range(0, (int)Math.Max(1, last - first) + 1).Select(i => Math.Round((first + i) * step, 10))];
    }
}
