using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Learning an edit flow: batches of partly edited texts, and the loss of the edits still to be made.</summary>
internal sealed class EditFlowTask(EditFlowNet net, EditFlowBatcher training, IReadOnlyList<EditFlowBatch> validation) : ITrainingTask
{
    /// <summary>What a row's loss is divided by: a typical length, so that short and long segments weigh by their edits.</summary>
    private const float TypicalLength = 10;

    /// <summary>Below this a rate counts as this: the logarithm stays finite.</summary>
    private const double SmallestRate = 1e-6;

    public string Name => "edit-flow";

    public nn.Module Network => net;

    public Tensor Loss(int step, out int units)
    {
        var batch = training.Next(step);
        units = batch.States.Sum(s => s.Tokens.Length + 1);
        return Loss(batch);
    }

    public double Validate() => validation.Average(batch =>
    {
        using var scope = NewDisposeScope();
        return (double)Loss(batch).item<float>();
    });

    private Tensor Loss(EditFlowBatch batch)
    {
        using var scope = NewDisposeScope();
        var (rows, length) = (batch.Rows.Rows, batch.Rows.Length);
        var (rates, hidden) = net.call(
            tensor(batch.Rows.Tokens).reshape(rows, length), tensor(batch.Rows.Positions).reshape(rows, length));
        var total = (rates * Allowed(batch)).sum([1, 2]);                                              // [B]
        var (pending, pendingRows) = Pending(batch, rates, hidden);
        return EditFlowLoss.Practical(
            total, pending, pendingRows, tensor(batch.Weights), full([rows], TypicalLength)).MoveToOuterDisposeScope();
    }

    /// <summary>1 for the edits that exist: none in prompt and padding, only the insertion at the start token. [B, L, 3].</summary>
    private static Tensor Allowed(EditFlowBatch batch)
    {
        var mask = new float[batch.Rows.Rows * batch.Rows.Length * 3];
        for (var row = 0; row < batch.Rows.Rows; row++)
        {
            var start = ((row * batch.Rows.Length) + batch.Rows.Start[row]) * 3;
            mask.AsSpan(start, (batch.States[row].Tokens.Length + 1) * 3).Fill(1);
            mask[start + (int)EditKind.Delete] = mask[start + (int)EditKind.Substitute] = 0;
        }

        return tensor(mask).reshape(batch.Rows.Rows, batch.Rows.Length, 3);
    }

    /// <summary>log λ̂ + log Q of every pending edit, [P], and its row, [P].</summary>
    private (Tensor LogRates, Tensor Rows) Pending(EditFlowBatch batch, Tensor rates, Tensor hidden)
    {
        // Sorted by kind, so that each head sees one block.
        var edits = batch.States.Index().SelectMany(s => s.Item.Pending.Select(e => (Row: s.Index, Edit: e))).OrderBy(e => e.Edit.Kind).ToList();
        var rows = tensor(edits.Select(e => (long)e.Row).ToArray());
        var index = edits.Select(e => ((long)e.Row * batch.Rows.Length) + batch.Rows.Start[e.Row] + e.Edit.Position).ToArray();
        var rateIndex = tensor(edits.Zip(index, (e, i) => (i * 3) + (long)e.Edit.Kind).ToArray());
        var logRates = rates.reshape(-1).index_select(0, rateIndex).clamp_min(SmallestRate).log();     // [P]

        var parts = new List<Tensor>();
        foreach (var kind in Enum.GetValues<EditKind>())
        {
            var chosen = edits.Index().Where(e => e.Item.Edit.Kind == kind).ToList();
            if (chosen.Count == 0)
                continue;
            if (kind == EditKind.Delete)
            {
                parts.Add(zeros(chosen.Count));
                continue;
            }

            var at = hidden.reshape(-1, hidden.shape[2]).index_select(0, tensor(chosen.Select(e => index[e.Index]).ToArray())); // [p, D]
            var logits = kind == EditKind.Insert ? net.InsertLogits(at) : net.SubstituteLogits(at);                             // [p, V]
            var tokens = tensor(chosen.Select(e => (long)e.Item.Edit.Token).ToArray());
            parts.Add(nn.functional.cross_entropy(logits, tokens, reduction: nn.Reduction.None).neg());
        }

        return (parts.Count == 0 ? logRates : logRates + cat(parts, 0), rows);
    }
}
