namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>Mean and spread of each coordinate of a vector: what makes coordinates comparable.</summary>
/// <param name="Centre">Mean of each coordinate.</param>
/// <param name="Scale">Standard deviation of each, above 0.</param>
public sealed record CoordinateScale(IReadOnlyList<float> Centre, IReadOnlyList<float> Scale)
{
    /// <summary>Below this a coordinate counts as constant, and is left in its own unit.</summary>
    private const double LeastDeviation = 1e-6;

    /// <summary>Fits to vectors of one length, at least one.</summary>
    public static CoordinateScale Fit(IEnumerable<float[]> vectors)
    {
        double[]? sum = null, squares = null;
        var count = 0;
        foreach (var vector in vectors)
        {
            (sum, squares, count) = (sum ?? new double[vector.Length], squares ?? new double[vector.Length], count + 1);
            for (var i = 0; i < vector.Length; i++)
                (sum[i], squares[i]) = (sum[i] + vector[i], squares[i] + ((double)vector[i] * vector[i]));
        }

        if (sum is null || squares is null)
            throw new ArgumentException("There is nothing to fit to.", nameof(vectors));
        var centre = sum.Select(s => s / count).ToArray();
        var deviations = squares.Select((s, i) => Math.Sqrt(Math.Max(0, (s / count) - (centre[i] * centre[i]))));
        return new([.. centre.Select(c => (float)c)], [.. deviations.Select(d => d < LeastDeviation ? 1 : (float)d)]);
    }

    /// <summary>Standardised coordinates.</summary>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public float[] Apply(float[] vector) => [.. Checked(vector).Select((v, i) => (v - Centre[i]) / Scale[i])];

    /// <summary>The inverse of <see cref="Apply"/>.</summary>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public float[] Undo(float[] vector) => [.. Checked(vector).Select((v, i) => (v * Scale[i]) + Centre[i])];

    private float[] Checked(float[] vector) => vector.Length == Centre.Count ? vector : throw new ArgumentException(
        $"A vector of {vector.Length} coordinates was given where {Centre.Count} are expected.", nameof(vector));
}
