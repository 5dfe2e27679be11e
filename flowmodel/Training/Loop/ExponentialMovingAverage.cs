using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>A moving average of a network's weights, which is what gets validated and exported.</summary>
internal sealed class ExponentialMovingAverage(nn.Module network, double decay) : IDisposable
{
    /// <summary>Steps between updates: with decay^n the average is nearly the same and costs n times less.</summary>
    private const int Every = 4;

    public Dictionary<string, Tensor> State { get; } = Weights.Clone(network.state_dict());

    /// <summary>Moves the average toward the weights; early on faster, so that it forgets the initialisation.</summary>
    public void Update(int step)
    {
        if (step % Every != 0)
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var updates = step / Every;
        var keep = Math.Min(Math.Pow(decay, Every), (1.0 + updates) / (10 + updates));
        foreach (var (name, weight) in network.state_dict())
            State[name].lerp_(weight.detach(), (float)(1 - keep));
    }

    public void Dispose()
    {
        foreach (var tensor in State.Values)
            tensor.Dispose();
    }
}
