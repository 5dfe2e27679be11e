using TorchSharp.Modules;

namespace TorchSharp.Tests;

/// <summary>A small module with everything in it: layers, a list, a parameter and a buffer of its own.</summary>
internal sealed class Net : nn.Module<Tensor, Tensor>
{
    private readonly Linear input;
    private readonly ModuleList<Block> blocks;
    private readonly Dropout dropout;
    private readonly Parameter scale;
    private readonly Tensor offset;

    public Net(int width = 4, int depth = 2) : base(nameof(Net))
    {
        input = nn.Linear(3, width);
        blocks = nn.ModuleList(Enumerable.Range(0, depth).Select(_ => new Block(width)).ToArray());
        dropout = nn.Dropout(0.5);
        scale = nn.Parameter(ones(width));
        offset = zeros(width);
        RegisterComponents();
    }

    public Parameter Scale => scale;
    public Tensor Offset => offset;

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = input.call(x);
        foreach (var block in blocks)
            h = block.call(h);
        return (dropout.call(h) * scale + offset).MoveToOuterDisposeScope();
    }
}

internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm;
    private readonly Linear linear;

    public Block(int width) : base(nameof(Block))
    {
        norm = nn.LayerNorm(width);
        linear = nn.Linear(width, width, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (x + linear.call(norm.call(x)).tanh()).MoveToOuterDisposeScope();
    }
}
