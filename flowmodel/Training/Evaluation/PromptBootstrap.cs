namespace PreferenceFlow.Training.Evaluation;

/// <summary>Intervals of a mean over prompts: prompts are what is drawn anew, as answers to one prompt go together (Efron, 1979).</summary>
internal static class PromptBootstrap
{
    private const int Draws = 2000;

    /// <summary>Mean and its central 95 % interval, to four decimals.</summary>
    /// <param name="values">One value for each prompt, at least one.</param>
    public static Interval Mean(IReadOnlyList<double> values)
    {
        var random = new Random(7);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < values.Count; i++)
                means[draw] += values[random.Next(values.Count)] / values.Count;
        }

        return Central(values.Average(), means);
    }

    /// <summary>A sum over prompts by another, and its central 95 % interval, to four decimals.</summary>
    /// <param name="prompts">Part and whole of each prompt.</param>
    public static Interval Ratio(IReadOnlyList<(double Part, double Whole)> prompts)
    {
        var random = new Random(7);
        return Central(Of(prompts), [.. Enumerable.Range(0, Draws)
            .Select(_ => Of(Enumerable.Range(0, prompts.Count).Select(_ => prompts[random.Next(prompts.Count)])))]);

        static double Of(IEnumerable<(double Part, double Whole)> drawn)
        {
            var (part, whole) = drawn.Aggregate((Part: 0.0, Whole: 0.0), (sum, p) => (sum.Part + p.Part, sum.Whole + p.Whole));
            return whole == 0 ? 0 : part / whole;
        }
    }

    private static Interval Central(double mean, double[] drawn)
    {
        Array.Sort(drawn);
        double At(double share) => Math.Round(drawn[(int)(share * (drawn.Length - 1))], 4);
        return new(Math.Round(mean, 4), At(0.025), At(0.975));
    }
}

/// <summary>A mean with its 95 % interval.</summary>
public sealed record Interval(double Mean, double Low, double High);
