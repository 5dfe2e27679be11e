namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// The convex combination of gradients with the least norm: a direction that hurts no objective (Désidéri, 2012; arXiv 2312.07401,
/// section 4.2). Frank–Wolfe on the gradients' inner products.
/// </summary>
internal static class MinNormWeights
{
    private const int MaxSteps = 1000;
    private const double Tolerance = 1e-9;

    /// <summary>λ, one weight for each gradient, at least 0, with sum 1.</summary>
    /// <param name="gradients">One for each objective, of like length; at least one.</param>
    public static double[] Of(IReadOnlyList<double[]> gradients)
    {
        var products = gradients.Select(a => gradients.Select(b => Dot(a, b)).ToArray()).ToArray();
        var weights = Enumerable.Repeat(1.0 / gradients.Count, gradients.Count).ToArray();
        for (var step = 0; step < MaxSteps; step++)
        {
            var along = products.Select(row => Dot(row, weights)).ToArray(); // ⟨gradient, combination⟩
            var norm = Dot(along, weights);
            var toward = Array.IndexOf(along, along.Min());
            if (norm - along[toward] <= Tolerance * Math.Max(1, norm))
                break;
            var size = (norm - along[toward]) / (norm - (2 * along[toward]) + products[toward][toward]); // exact line search
            for (var i = 0; i < weights.Length; i++)
                weights[i] = ((1 - Math.Min(1, size)) * weights[i]) + (i == toward ? Math.Min(1, size) : 0);
        }

        return weights;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
