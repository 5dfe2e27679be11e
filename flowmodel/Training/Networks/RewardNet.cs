using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>Sizes of a reward ensemble.</summary>
/// <param name="Buckets">Rows of the feature table.</param>
/// <param name="Members">K, the number of members.</param>
/// <param name="Units">M, hidden units of each member's nonlinear part.</param>
internal sealed record RewardShape(int Buckets = 1 << 16, int Members = 5, int Units = 4);

/// <summary>
/// K reward models in one network, none of which shares a weight with another: each adds a linear score of the text's features
/// and a small nonlinear one.
/// </summary>
/// <remarks>Letters: B texts, N features, K members, M units.</remarks>
internal sealed class RewardNet : nn.Module<Tensor, Tensor>
{
    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly Embedding table;
    private readonly Parameter unitBias;
    private readonly Parameter unitWeight;

    public RewardNet(RewardShape shape)
        : base(nameof(RewardNet))
    {
        Shape = shape;
        table = nn.Embedding(shape.Buckets, shape.Members * (1 + shape.Units));
        nn.init.normal_(table.weight!, 0, 0.02);
        unitBias = nn.Parameter(zeros(shape.Members, shape.Units));
        unitWeight = nn.Parameter(randn(shape.Members, shape.Units) * 0.5);
        RegisterComponents();
        ClearPadding();
    }

    public RewardShape Shape { get; }

    internal Embedding Table => table;

    internal Parameter UnitBias => unitBias;

    internal Parameter UnitWeight => unitWeight;

    /// <param name="features">Feature ids, [B, N], padded with 0.</param>
    /// <returns>Rewards, [B, K].</returns>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var real = features.ne(0).to_type(ScalarType.Float32);                                        // [B, N]
        var sum = (table.call(features) * real.unsqueeze(-1)).sum(1);                                 // [B, K(1 + M)]
        var linear = sum.narrow(1, 0, Shape.Members);                                                 // [B, K]
        var units = sum.narrow(1, Shape.Members, Shape.Members * Shape.Units) / real.sum(1).clamp_min(1).sqrt().unsqueeze(-1);
        var hidden = (units.view(-1, Shape.Members, Shape.Units) + unitBias).tanh();                  // [B, K, M]
        return (linear + (hidden * unitWeight).sum(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>Row 0 of the table stands for padding and is never read; zero keeps it out of the norm.</summary>
    private void ClearPadding()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        table.weight!.narrow(0, 0, 1).zero_();
    }
}
