namespace PreferenceFlow.RewardBenchmark;

/// <summary>Intervals of a mean over prompts: prompts are what is drawn anew, as answers to one prompt go together.</summary>
internal static class PromptBootstrap
{
    private const int Draws = 2000;

    /// <summary>Mean and its central 95 % interval.</summary>
    /// <param name="values">One value for each prompt.</param>
    public static Interval Mean(IReadOnlyList<double> values)
    {
        var random = new Random(7);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < values.Count; i++)
                means[draw] += values[random.Next(values.Count)] / values.Count;
        }

        return new(Round(values.Average()), Round(Quantile.Of(means, 0.025)), Round(Quantile.Of(means, 0.975)));
    }

    private static double Round(double value) => Math.Round(value, 4);
}

/// <summary>A mean with its 95 % interval.</summary>
internal sealed record Interval(double Mean, double Low, double High);
