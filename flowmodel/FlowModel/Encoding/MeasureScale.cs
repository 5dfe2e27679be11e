namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Brings measures to mean 0 and deviation 1 over the training texts.</summary>
/// <param name="Centre">Mean of each measure.</param>
/// <param name="Deviation">Standard deviation of each measure, above 0.</param>
public sealed record MeasureScale(IReadOnlyList<float> Centre, IReadOnlyList<float> Deviation)
{
    /// <summary>Largest standardised measure, on either side.</summary>
    private const float Largest = 4;

    private const double LeastVariance = 1e-6;

    /// <param name="count">Measures of a text.</param>
    /// <param name="texts">The measures of each text.</param>
    public static MeasureScale Fit(int count, IEnumerable<float[]> texts)
    {
        var (sum, squares, seen) = (new double[count], new double[count], 0);
        foreach (var measures in texts)
        {
            for (var i = 0; i < count; i++)
                (sum[i], squares[i]) = (sum[i] + measures[i], squares[i] + ((double)measures[i] * measures[i]));
            seen++;
        }

        var centre = sum.Select(s => s / Math.Max(1, seen)).ToArray();
        return new(
            [.. centre.Select(c => (float)c)],
            [.. squares.Select((s, i) => (float)Math.Sqrt(Math.Max(s / Math.Max(1, seen) - (centre[i] * centre[i]), LeastVariance)))]);
    }

    /// <summary>The same, but with measures that have this norm together, on average: many of them must not drown the rest.</summary>
    public MeasureScale OfNorm(double norm) => this with { Deviation = [.. Deviation.Select(d => (float)(d * Math.Sqrt(Deviation.Count) / norm))] };

    public float[] Apply(float[] measures) =>
        [.. measures.Select((m, i) => Math.Clamp((m - Centre[i]) / Deviation[i], -Largest, Largest))];
}
