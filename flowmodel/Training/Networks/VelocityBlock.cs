using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>A residual block whose shift, scale and gate come from a guide; untrained its gate is shut.</summary>
/// <remarks>Letters: B batch, W width.</remarks>
internal sealed class VelocityBlock : nn.Module<Tensor, Tensor, Tensor>
{
    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly LayerNorm norm;
    private readonly Linear modulation;
    private readonly Linear expand;
    private readonly Linear contract;

    public VelocityBlock(int width)
        : base(nameof(VelocityBlock))
    {
        norm = nn.LayerNorm(width);
        modulation = nn.Linear(width, 3 * width);
        expand = nn.Linear(width, 2 * width);
        contract = nn.Linear(2 * width, width);
        nn.init.zeros_(modulation.weight!);
        nn.init.zeros_(modulation.bias!);
        RegisterComponents();
    }

    internal LayerNorm Norm => norm;

    internal Linear Modulation => modulation;

    internal Linear Expand => expand;

    internal Linear Contract => contract;

    /// <param name="x">Hidden states, [B, W].</param>
    /// <param name="guide">Time and condition, [B, W].</param>
    /// <returns>Hidden states, [B, W].</returns>
    public override Tensor forward(Tensor x, Tensor guide)
    {
        using var scope = NewDisposeScope();
        var (width, parts) = (x.shape[1], modulation.call(guide));                                          // [B, 3W]
        var (shift, scale, gate) = (parts.narrow(1, 0, width), parts.narrow(1, width, width), parts.narrow(1, 2 * width, width));
        var h = (norm.call(x) * (1 + scale)) + shift;                                                       // [B, W]
        h = contract.call(nn.functional.silu(expand.call(h)));                                              // [B, W]
        return (x + (gate * h)).MoveToOuterDisposeScope();
    }
}
