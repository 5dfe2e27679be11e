using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>Copies of a network's weights, by name.</summary>
internal static class Weights
{
    /// <summary>A copy, which belongs to the caller's dispose scope.</summary>
    public static Dictionary<string, Tensor> Clone(Dictionary<string, Tensor> weights)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return weights.ToDictionary(w => w.Key, w => w.Value.detach().clone().MoveToOuterDisposeScope());
    }

    /// <summary>Overwrites weights in place.</summary>
    public static void Copy(Dictionary<string, Tensor> from, Dictionary<string, Tensor> to)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in to)
            weight.copy_(from[name]);
    }
}
