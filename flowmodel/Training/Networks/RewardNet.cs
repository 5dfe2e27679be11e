using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>Sizes of a reward ensemble.</summary>
/// <param name="Rows">Rows of the feature table.</param>
/// <param name="Members">K, the number of members.</param>
/// <param name="Units">M, hidden units of each member over the features.</param>
/// <param name="Measures">F, dense measures of a text; 0 for none.</param>
/// <param name="MeasureUnits">H, hidden units of each member over the measures.</param>
internal sealed record RewardShape(int Rows = 1 << 16, int Members = 5, int Units = 4, int Measures = 0, int MeasureUnits = 32)
{
    /// <summary>D, width of what the mean reward is linear in.</summary>
    public int LastLayer => Members * (1 + Units + (Measures > 0 ? MeasureUnits : 0));
}

/// <summary>
/// K reward models in one network, none of which shares a weight with another: each adds a linear score of the text's features,
/// a small nonlinear one, and both again of its measures where it has any.
/// </summary>
/// <remarks>Letters: B texts, N features, K members, M and H units, F measures.</remarks>
internal sealed class RewardNet : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly EmbeddingBag table;
    private readonly Parameter unitBias;
    private readonly Parameter unitWeight;
    private readonly Linear? measureLinear;
    private readonly Linear? measureHidden;
    private readonly Parameter? measureWeight;

    public RewardNet(RewardShape shape)
        : base(nameof(RewardNet))
    {
        Shape = shape;
        table = nn.EmbeddingBag(shape.Rows, shape.Members * (1 + shape.Units), mode: EmbeddingBagMode.Sum);
        nn.init.normal_(table.weight!, 0, 0.02);
        unitBias = nn.Parameter(zeros(shape.Members, shape.Units));
        unitWeight = nn.Parameter(randn(shape.Members, shape.Units) * 0.5);
        if (shape.Measures > 0)
        {
            measureLinear = nn.Linear(shape.Measures, shape.Members, hasBias: false);
            measureHidden = nn.Linear(shape.Measures, shape.Members * shape.MeasureUnits);
            measureWeight = nn.Parameter(randn(shape.Members, shape.MeasureUnits) / Math.Sqrt(shape.MeasureUnits));
        }

        RegisterComponents();
        ClearPadding();
    }

    public RewardShape Shape { get; }

    internal EmbeddingBag Table => table;

    internal Parameter UnitBias => unitBias;

    internal Parameter UnitWeight => unitWeight;

    internal Linear? MeasureLinear => measureLinear;

    internal Linear? MeasureHidden => measureHidden;

    internal Parameter? MeasureWeight => measureWeight;

    /// <param name="features">Feature ids, [B, N], padded with 0.</param>
    /// <param name="weights">Weights of the features, [B, N], 0 at padding.</param>
    /// <param name="measures">Measures, [B, F]; null where F is 0.</param>
    /// <returns>Rewards, [B, K].</returns>
    public override Tensor forward(Tensor features, Tensor weights, Tensor? measures)
    {
        using var scope = NewDisposeScope();
        var (linear, hidden, measured) = Layers(features, weights, measures);
        var rewards = linear + (hidden * unitWeight).sum(-1);
        if (measured is not null)
            rewards = rewards + (measured * measureWeight!).sum(-1);
        return rewards.MoveToOuterDisposeScope();
    }

    /// <summary>φ: what the members' mean is linear in. Linear scores first, then hidden units, then those over the measures, each by member.</summary>
    /// <inheritdoc cref="forward"/>
    /// <returns>[B, D], D = <see cref="RewardShape.LastLayer"/>.</returns>
    public Tensor LastLayer(Tensor features, Tensor weights, Tensor? measures)
    {
        using var scope = NewDisposeScope();
        var (linear, hidden, measured) = Layers(features, weights, measures);
        Tensor[] parts = measured is null ? [linear, hidden.flatten(1)] : [linear, hidden.flatten(1), measured.flatten(1)];
        return cat(parts, 1).MoveToOuterDisposeScope();
    }

    private (Tensor Linear, Tensor Hidden, Tensor? Measured) Layers(Tensor features, Tensor weights, Tensor? measures)
    {
        var sum = table.call(features, null, weights);                                                // [B, K(1 + M)]
        var linear = sum.narrow(1, 0, Shape.Members);                                                 // [B, K]
        var norm = (weights * weights).sum(1).clamp_min(1).sqrt().unsqueeze(-1);                      // [B, 1]
        var units = sum.narrow(1, Shape.Members, Shape.Members * Shape.Units) / norm;
        var hidden = (units.view(-1, Shape.Members, Shape.Units) + unitBias).tanh();                  // [B, K, M]
        if (measures is null)
            return (linear, hidden, null);
        var measured = measureHidden!.call(measures).view(-1, Shape.Members, Shape.MeasureUnits).tanh();    // [B, K, H]
        return (linear + measureLinear!.call(measures), hidden, measured);
    }

    /// <summary>Row 0 of the table stands for padding and is never read; zero keeps it out of the norm.</summary>
    private void ClearPadding()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        table.weight!.narrow(0, 0, 1).zero_();
    }
}
