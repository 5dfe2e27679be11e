using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>Sizes of a reward model of several objectives.</summary>
/// <param name="Objectives">G, objectives or groups of annotators.</param>
/// <param name="Buckets">Rows of the feature table.</param>
/// <param name="Width">D, width of the encoder that the objectives share.</param>
internal sealed record ObjectiveRewardShape(int Objectives, int Buckets = 1 << 16, int Width = 16);

/// <summary>One encoder and one head, with what each objective adds to the head: objectives learn from each other where they agree.</summary>
/// <remarks>Letters: B texts, N features, D width, G objectives.</remarks>
internal sealed class ObjectiveRewardNet : nn.Module<Tensor, Tensor>
{
    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly Embedding table;
    private readonly Parameter bias;
    private readonly Parameter head;
    private readonly Parameter offsets;

    public ObjectiveRewardNet(ObjectiveRewardShape shape)
        : base(nameof(ObjectiveRewardNet))
    {
        Shape = shape;
        table = nn.Embedding(shape.Buckets, shape.Width);
        nn.init.normal_(table.weight!, 0, 0.1);
        bias = nn.Parameter(zeros(shape.Width));
        head = nn.Parameter(randn(shape.Width, 1));
        offsets = nn.Parameter(zeros(shape.Width, shape.Objectives));
        RegisterComponents();
    }

    public ObjectiveRewardShape Shape { get; }

    internal Embedding Table => table;

    internal Parameter Bias => bias;

    /// <summary>The head that all objectives share, [D, 1].</summary>
    internal Parameter Head => head;

    /// <summary>What each objective adds to the head, [D, G].</summary>
    internal Parameter Offsets => offsets;

    /// <param name="features">Feature ids, [B, N], padded with 0.</param>
    /// <returns>Rewards, [B, G].</returns>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        return Rewards(Encode(features)).MoveToOuterDisposeScope();
    }

    /// <summary>What the heads see.</summary>
    /// <param name="features">Feature ids, [B, N], padded with 0.</param>
    /// <returns>[B, D].</returns>
    public Tensor Encode(Tensor features)
    {
        using var scope = NewDisposeScope();
        var real = features.ne(0).to_type(ScalarType.Float32);                                   // [B, N]
        var sum = (table.call(features) * real.unsqueeze(-1)).sum(1);                            // [B, D]
        return (sum / real.sum(1).clamp_min(1).sqrt().unsqueeze(-1) + bias).tanh().MoveToOuterDisposeScope();
    }

    /// <param name="encoded">What <see cref="Encode"/> gave, or differences of it, [B, D].</param>
    /// <returns>[B, G].</returns>
    public Tensor Rewards(Tensor encoded)
    {
        using var scope = NewDisposeScope();
        return encoded.mm(head + offsets).MoveToOuterDisposeScope();
    }
}
