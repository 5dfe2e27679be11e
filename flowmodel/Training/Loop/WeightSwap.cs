using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>Puts other weights into a network and, when disposed, its own ones back.</summary>
internal sealed class WeightSwap : IDisposable
{
    private readonly nn.Module _network;
    private readonly Dictionary<string, Tensor> _own;

    public WeightSwap(nn.Module network, Dictionary<string, Tensor> weights)
    {
        _network = network;
        _own = Weights.Clone(network.state_dict());
        Weights.Copy(weights, network.state_dict());
    }

    public void Dispose()
    {
        Weights.Copy(_own, _network.state_dict());
        foreach (var tensor in _own.Values)
            tensor.Dispose();
    }
}
