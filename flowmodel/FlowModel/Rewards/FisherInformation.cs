namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>
/// What the compared pairs say about the last layer of a Bradley–Terry reward w·φ: M = Σ v·d·dᵀ + ridge·I over the differences
/// d = φ(first) − φ(second) with v = p(1 − p). Kept as its inverse (arXiv 2502.04354, section 3).
/// </summary>
public sealed class FisherInformation
{
    private readonly double[] _inverse;

    /// <param name="dimensions">Length of φ, at least 1.</param>
    /// <param name="ridge">Above 0; its inverse is the leverage of a direction that no pair has shown.</param>
    public FisherInformation(int dimensions, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Dimensions = dimensions;
        _inverse = new double[dimensions * dimensions];
        for (var i = 0; i < dimensions; i++)
            _inverse[(i * dimensions) + i] = 1 / ridge;
    }

    /// <summary>Length of φ.</summary>
    public int Dimensions { get; }

    /// <summary>p(1 − p) of a pair with this difference of rewards, in logits: moderate differences tell most.</summary>
    public static double Weight(double difference)
    {
        var p = 1 / (1 + Math.Exp(-difference));
        return p * (1 - p);
    }

    /// <summary>Takes a compared pair in, by Sherman and Morrison.</summary>
    /// <param name="difference">d, as long as φ.</param>
    /// <param name="weight">v, at least 0.</param>
    public void Add(ReadOnlySpan<double> difference, double weight)
    {
        var along = Along(difference);
        var scale = weight / (1 + (weight * Dot(difference, along)));
        for (var row = 0; row < Dimensions; row++)
        {
            for (var column = 0; column < Dimensions; column++)
                _inverse[(row * Dimensions) + column] -= scale * along[row] * along[column];
        }
    }

    /// <summary>
    /// dᵀ M⁻¹ d, at least 0: the variance of w·d. Times v it is the leverage; its root is a doubt about the gain, in logits.
    /// </summary>
    /// <param name="difference">d, as long as φ.</param>
    /// <exception cref="ArgumentException">The difference is not as long as φ.</exception>
    public double Variance(ReadOnlySpan<double> difference) => Math.Max(0, Dot(difference, Along(difference)));

    /// <summary>
    /// L, lower triangular and row-major, with M⁻¹ = L·Lᵀ: the distance of two φ·L is the root of <see cref="Variance"/> of their difference.
    /// </summary>
    public double[] Root()
    {
        var root = new double[Dimensions * Dimensions];
        for (var row = 0; row < Dimensions; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var known = Dot(root.AsSpan(row * Dimensions, column), root.AsSpan(column * Dimensions, column));
                var left = _inverse[(row * Dimensions) + column] - known;
                root[(row * Dimensions) + column] = row == column ? Math.Sqrt(left) : left / root[(column * Dimensions) + column];
            }
        }

        return root;
    }

    private double[] Along(ReadOnlySpan<double> difference)
    {
        if (difference.Length != Dimensions)
            throw new ArgumentException($"{difference.Length} dimensions were given, {Dimensions} are needed.", nameof(difference));
        var product = new double[Dimensions];
        for (var row = 0; row < Dimensions; row++)
            product[row] = Dot(difference, _inverse.AsSpan(row * Dimensions, Dimensions));
        return product;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
