using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>Sizes of a velocity network.</summary>
/// <param name="Latent">D, coordinates of what moves.</param>
/// <param name="Condition">C, coordinates of the condition.</param>
/// <param name="Width">W, hidden units.</param>
/// <param name="Depth">Residual blocks.</param>
/// <param name="TimeFeatures">F, an even number.</param>
internal sealed record VelocityShape(int Latent, int Condition, int Width = 256, int Depth = 4, int TimeFeatures = 32);

/// <summary>
/// v(x, t, c): the direction in which a latent should move to be preferred more. A residual MLP whose blocks are modulated by time and
/// condition (adaptive layer norm, arXiv 2212.09748). Untrained it moves nothing.
/// </summary>
/// <remarks>Letters: B batch, D latent, C condition, W width, F time features.</remarks>
internal sealed class VelocityNet : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    /// <summary>Highest frequency of the time features, in radians a unit of time; the lowest is 1.</summary>
    private const double HighestFrequency = 100;

    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly Linear input;
    private readonly Linear time;
    private readonly Linear condition;
    private readonly Parameter unconditional;
    private readonly ModuleList<VelocityBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear output;

    public VelocityNet(VelocityShape shape)
        : base(nameof(VelocityNet))
    {
        Shape = shape;
        input = nn.Linear(shape.Latent, shape.Width);
        time = nn.Linear(shape.TimeFeatures, shape.Width);
        condition = nn.Linear(shape.Condition, shape.Width);
        unconditional = nn.Parameter(zeros(shape.Width));
        blocks = nn.ModuleList(Enumerable.Range(0, shape.Depth).Select(_ => new VelocityBlock(shape.Width)).ToArray());
        norm = nn.LayerNorm(shape.Width);
        output = nn.Linear(shape.Width, shape.Latent);
        nn.init.zeros_(output.weight!);
        nn.init.zeros_(output.bias!);
        RegisterComponents();
    }

    public VelocityShape Shape { get; }

    internal Linear Input => input;

    internal Linear Time => time;

    internal Linear Condition => condition;

    internal Parameter Unconditional => unconditional;

    internal IEnumerable<VelocityBlock> Blocks => blocks;

    internal LayerNorm Norm => norm;

    internal Linear Output => output;

    /// <summary>Radians a unit of time of the sines and cosines that time is given as, F/2 of them.</summary>
    internal float[] Frequencies => [.. Enumerable.Range(0, Shape.TimeFeatures / 2)
        .Select(i => (float)Math.Pow(HighestFrequency, i / Math.Max(1.0, (Shape.TimeFeatures / 2) - 1)))];

    /// <param name="x">Latents, [B, D].</param>
    /// <param name="t">Times in 0 to 1, [B].</param>
    /// <param name="c">Conditions, [B, C].</param>
    /// <param name="known">1 where the condition is to be used, 0 where it is to be forgotten, [B].</param>
    /// <returns>Velocities, [B, D].</returns>
    public override Tensor forward(Tensor x, Tensor t, Tensor c, Tensor known)
    {
        using var scope = NewDisposeScope();
        var angles = t.unsqueeze(1) * tensor(Frequencies, device: x.device);                       // [B, F/2]
        var told = known.unsqueeze(1);                                                             // [B, 1]
        var guide = (condition.call(c) * told) + (unconditional * (1 - told));                     // [B, W]
        guide = nn.functional.silu(guide + time.call(cat([angles.sin(), angles.cos()], 1)));
        var h = input.call(x);                                                                     // [B, W]
        foreach (var block in blocks)
            h = block.call(h, guide);
        return output.call(norm.call(h)).MoveToOuterDisposeScope();                                // [B, D]
    }
}
