using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>The rate field of an edit flow: a bidirectional transformer without a time input (arXiv 2506.09018).</summary>
/// <remarks>Letters: B batch, L length, D width, V vocabulary, N positions asked for tokens.</remarks>
internal sealed class EditFlowNet : nn.Module<Tensor, Tensor, Tensor?, (Tensor Rates, Tensor Hidden)>
{
    /// <summary>Logit added to padding in the attention.</summary>
    public const float Masked = -1e9f;

    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly Embedding token;
    private readonly Embedding position;
    private readonly LocalMix mix;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear rates;
    private readonly Linear insert;
    private readonly Linear substitute;
    private readonly Parameter insertBias;
    private readonly Parameter substituteBias;

    public EditFlowNet(EditFlowShape shape, double dropout)
        : base(nameof(EditFlowNet))
    {
        (Shape, Dropout) = (shape, dropout);
        token = nn.Embedding(shape.Vocabulary, shape.Width);
        position = nn.Embedding(shape.Positions, shape.Width);
        nn.init.normal_(token.weight!, 0, 1 / Math.Sqrt(shape.Width));
        nn.init.normal_(position.weight!, 0, 0.02);
        mix = new LocalMix(shape.Width);
        blocks = nn.ModuleList(Enumerable.Range(0, shape.Depth).Select(_ => new TransformerBlock(shape.Width, shape.Heads)).ToArray());
        norm = nn.LayerNorm(shape.Width);
        rates = nn.Linear(shape.Width, 3);
        nn.init.zeros_(rates.weight!);
        nn.init.constant_(rates.bias!, -2.5); // softplus gives 0.08: an untrained net hardly edits
        insert = nn.Linear(shape.Width, shape.Width);
        substitute = nn.Linear(shape.Width, shape.Width);
        insertBias = nn.Parameter(zeros(shape.Vocabulary));
        substituteBias = nn.Parameter(zeros(shape.Vocabulary));
        RegisterComponents();
    }

    public EditFlowShape Shape { get; }

    public double Dropout { get; }

    internal Embedding Token => token;

    internal Embedding Position => position;

    internal LocalMix Mix => mix;

    internal IEnumerable<TransformerBlock> Blocks => blocks;

    internal LayerNorm Norm => norm;

    internal Linear Rates => rates;

    internal IEnumerable<(string Name, Linear Layer, Parameter Bias)> Heads =>
        [("insert", insert, insertBias), ("substitute", substitute, substituteBias)];

    /// <summary>
    /// Dropout for one training step, with one mask for all positions of a row (Gal and Ghahramani, 2016). Drawn apart from the network's
    /// pass, so that it does not matter in how many parts a batch is computed.
    /// </summary>
    /// <param name="rows">B.</param>
    /// <returns>What to multiply with, [1 + 2·depth, B, 1, D]: behind the embedding and behind either half of each block. Null for none.</returns>
    public Tensor? DrawMasks(int rows) =>
        Dropout > 0 ? nn.functional.dropout(ones(1 + (2 * Shape.Depth), rows, 1, Shape.Width), Dropout, training: true) : null;

    /// <param name="tokens">Token ids, [B, L], padded with 0.</param>
    /// <param name="positions">Rows of the position table, [B, L].</param>
    /// <param name="masks">Dropout, as <see cref="DrawMasks"/> gives it; null for none.</param>
    /// <returns>Time-free rates, at least 0, [B, L, 3], and hidden states, [B, L, D].</returns>
    public override (Tensor Rates, Tensor Hidden) forward(Tensor tokens, Tensor positions, Tensor? masks)
    {
        using var scope = NewDisposeScope();
        var real = tokens.ne(ByteBpeTokenizer.Pad).to_type(ScalarType.Float32);                            // [B, L]
        var mask = ((1 - real) * Masked).unsqueeze(1).unsqueeze(1);                                        // [B, 1, 1, L]
        var x = (token.call(tokens) * Math.Sqrt(Shape.Width)) + position.call(positions);                  // [B, L, D]
        x = x * real.unsqueeze(-1);
        x = x + mix.call(x);
        if (masks is not null)
            x = x * masks[0];
        foreach (var (index, block) in blocks.Index())
            x = block.call(x, mask, masks?.narrow(0, 1 + (2 * index), 2));
        x = norm.call(x);
        return (nn.functional.softplus(rates.call(x)).MoveToOuterDisposeScope(), x.MoveToOuterDisposeScope());
    }

    /// <summary>Logits of the token to insert, tied to the embedding.</summary>
    /// <param name="hidden">Hidden states, [N, D].</param>
    /// <returns>[N, V].</returns>
    public Tensor InsertLogits(Tensor hidden) => nn.functional.linear(insert.call(hidden), token.weight!, insertBias);

    /// <summary>Logits of the token to put in place of the present one, tied to the embedding.</summary>
    /// <param name="hidden">Hidden states, [N, D].</param>
    /// <returns>[N, V].</returns>
    public Tensor SubstituteLogits(Tensor hidden) => nn.functional.linear(substitute.call(hidden), token.weight!, substituteBias);
}
