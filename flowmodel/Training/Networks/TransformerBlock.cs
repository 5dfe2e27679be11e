using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>A pre-norm transformer block with bidirectional attention.</summary>
/// <remarks>Letters: B batch, L length, D width, H heads.</remarks>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    // Field names are the keys of the saved weights: renaming one breaks every checkpoint on disk.
    private readonly LayerNorm attentionNorm;
    private readonly Linear queryKeyValue;
    private readonly Linear output;
    private readonly LayerNorm feedForwardNorm;
    private readonly Linear expand;
    private readonly Linear contract;

    public TransformerBlock(int width, int heads)
        : base(nameof(TransformerBlock))
    {
        Heads = heads;
        attentionNorm = nn.LayerNorm(width);
        queryKeyValue = nn.Linear(width, 3 * width);
        output = nn.Linear(width, width);
        feedForwardNorm = nn.LayerNorm(width);
        expand = nn.Linear(width, 4 * width);
        contract = nn.Linear(4 * width, width);
        RegisterComponents();
    }

    public int Heads { get; }

    internal LayerNorm AttentionNorm => attentionNorm;

    internal Linear QueryKeyValue => queryKeyValue;

    internal Linear Output => output;

    internal LayerNorm FeedForwardNorm => feedForwardNorm;

    internal Linear Expand => expand;

    internal Linear Contract => contract;

    /// <param name="x">Hidden states, [B, L, D].</param>
    /// <param name="mask">0 for tokens, a large negative number for padding, [B, 1, 1, L].</param>
    /// <param name="drop">What to multiply the output of either half with, [2, B, 1, D]; null for nothing.</param>
    /// <returns>Hidden states, [B, L, D].</returns>
    public override Tensor forward(Tensor x, Tensor mask, Tensor? drop)
    {
        using var scope = NewDisposeScope();
        var attended = output.call(Attend(attentionNorm.call(x), mask));                          // [B, L, D]
        x = x + (drop is null ? attended : attended * drop[0]);
        var fed = contract.call(nn.functional.gelu(expand.call(feedForwardNorm.call(x))));        // [B, L, D]
        x = x + (drop is null ? fed : fed * drop[1]);
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor x, Tensor mask)
    {
        var (rows, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = queryKeyValue.call(x).view(rows, length, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4); // [3, B, H, L, D/H]
        var (query, key, value) = (parts[0], parts[1], parts[2]);
        var scores = (matmul(query, key.transpose(-1, -2)) * (1 / Math.Sqrt(width / (double)Heads))) + mask;  // [B, H, L, L]
        return matmul(scores.softmax(-1), value).transpose(1, 2).reshape(rows, length, width);                // [B, L, D]
    }
}
