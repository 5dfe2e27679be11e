[assembly: CollectionBehavior(DisableTestParallelization = true)] // the default generator and the number of threads are the process's

namespace TorchSharp.Tests;

/// <summary>Comparisons with closed forms and finite differences.</summary>
internal static class Check
{
    /// <summary>A tensor of doubles that looks random, is not, and stays away from 0.</summary>
    public static Tensor Sample(params long[] shape) => Between(0.15, 0.9, shape);

    public static Tensor Between(double from, double to, params long[] shape)
    {
        var count = shape.TotalSize();
        var values = Enumerable.Range(0,
            (int)count).Select(i => from + (to - from) * (0.5 + 0.5 * Math.Sin(1.7 * i + 0.3 * i * i))).ToArray();
        return tensor(values, shape);
    }

    public static void Near(double expected, Tensor actual, double tolerance = 1e-9) => Near([expected], actual, tolerance);

    public static void Near(double[] expected, Tensor actual, double tolerance = 1e-9)
    {
        using var doubles = actual.detach().to(ScalarType.Float64).reshape(-1).contiguous();
        var values = doubles.data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Same(expected[i], values[i], tolerance), $"element {i}: expected {expected[i]}, was {values[i]}");
    }

    public static void Near(Tensor expected, Tensor actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.shape, actual.shape);
        using var doubles = expected.detach().to(ScalarType.Float64).reshape(-1).contiguous();
        Near(doubles.data<double>().ToArray(), actual, tolerance);
    }

    /// <summary>The gradient of a weighted sum of the result by every input, against central differences.</summary>
    public static void Gradients(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var leaves = inputs.Select(input => input.detach().clone().requires_grad_()).ToArray();
        var result = function(leaves);
        var weights = Sample(result.shape);
        (result * weights).sum().backward();
        foreach (var (leaf, index) in leaves.Select((leaf, index) => (leaf, index)))
        {
            var numeric = Differences(function, leaves, index, weights);
            var analytic = leaf.grad;
            Assert.True(analytic is not null, $"input {index} got no gradient");
            Near(numeric, analytic!.reshape(-1), 2e-6);
        }
    }

    public static void Gradient(Func<Tensor, Tensor> function, Tensor input) => Gradients(inputs => function(inputs[0]), input);

    private static double[] Differences(Func<Tensor[], Tensor> function, Tensor[] inputs, int index, Tensor weights)
    {
        using var _ = no_grad();
        const double h = 1e-5;
        var flat = inputs[index].view(-1);
        double At(long element, double shift)
        {
            using var scope = NewDisposeScope();
            var kept = flat[element].clone();
            flat[element] = kept + shift;
            var value = (function(inputs) * weights).sum().ToDouble();
            flat[element] = kept;
            return value;
        }
        return Enumerable.Range(0, (int)flat.numel()).Select(e => (At(e, h) - At(e, -h)) / (2 * h)).ToArray();
    }

    private static bool Same(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
}
