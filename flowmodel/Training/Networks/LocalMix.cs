using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>
/// Adds up each feature of a position and its neighbours with learned weights (a depthwise convolution), so that word order is
/// seen before any attention has learnt to look.
/// </summary>
internal sealed class LocalMix : nn.Module<Tensor, Tensor>
{
    /// <summary>Neighbours seen on either side.</summary>
    public const int Reach = 2;

    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="width">D.</param>
    public LocalMix(int width)
        : base(nameof(LocalMix))
    {
        var taps = (2 * Reach) + 1;
        weight = nn.Parameter(((rand(taps, width) * 2) - 1) / Math.Sqrt(taps));
        bias = nn.Parameter(zeros(width));
        RegisterComponents();
    }

    internal Parameter Weight => weight;

    internal Parameter Bias => bias;

    /// <param name="x">[B, L, D].</param>
    /// <returns>[B, L, D].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var edge = zeros(x.shape[0], Reach, x.shape[2], device: x.device);
        var padded = cat([edge, x, edge], 1);                                       // [B, L + 2·Reach, D]
        var sum = bias + (padded.narrow(1, 0, x.shape[1]) * weight[0]);
        for (var offset = 1; offset <= 2 * Reach; offset++)
            sum = sum + (padded.narrow(1, offset, x.shape[1]) * weight[offset]);
        return sum.MoveToOuterDisposeScope();
    }
}
