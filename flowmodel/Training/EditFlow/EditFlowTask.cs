using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Learning an edit flow: batches of partly edited texts, and the loss of the edits still to be made.</summary>
/// <param name="net">The network.</param>
/// <param name="training">The batch of a step.</param>
/// <param name="validation">Held-out batches.</param>
/// <param name="parts">How many parts of a batch are computed at the same time, at least 1.</param>
internal sealed class EditFlowTask(
    EditFlowNet net, Func<int, EditFlowBatch> training, IReadOnlyList<EditFlowBatch> validation, int parts) : ITrainingTask
{
    /// <summary>What a row's loss is divided by: a typical length, so that short and long segments weigh by their edits.</summary>
    private const float TypicalLength = 10;

    /// <summary>Below this a rate counts as this: the logarithm stays finite.</summary>
    private const double SmallestRate = 1e-6;

    public string Name => "edit-flow";

    public nn.Module Network => net;

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        var batch = training(step);
        units = batch.States.Sum(s => s.Tokens.Length + 1);
        var masks = net.DrawMasks(batch.Rows.Rows);
        var (terms, from) = (new List<Func<Tensor>>(), 0);
        foreach (var part in batch.Split(parts))
        {
            var own = masks?.narrow(1, from, part.Rows.Rows);
            terms.Add(() => Loss(part, own) * (part.Rows.Rows / (double)batch.Rows.Rows));
            from += part.Rows.Rows;
        }

        return terms;
    }

    public double Validate() => validation.AsParallel().AsOrdered().WithDegreeOfParallelism(parts).Select(batch =>
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return (double)Loss(batch, null).item<float>();
    }).ToArray().Average();

    private Tensor Loss(EditFlowBatch batch, Tensor? masks)
    {
        using var scope = NewDisposeScope();
        var (rows, length) = (batch.Rows.Rows, batch.Rows.Length);
        var indices = batch.Indices;
        var (rates, hidden) = net.call(
            tensor(batch.Rows.Tokens).reshape(rows, length), tensor(batch.Rows.Positions).reshape(rows, length), masks);
        var total = (rates * tensor(indices.Allowed).reshape(rows, length, 3)).sum([1, 2]);            // [B]
        return EditFlowLoss.Practical(
            total, Pending(indices, rates, hidden), tensor(indices.Row), tensor(batch.Weights), full([rows], TypicalLength))
            .MoveToOuterDisposeScope();
    }

    /// <summary>log λ̂ + log Q of every pending edit, [P].</summary>
    private Tensor Pending(LossIndices indices, Tensor rates, Tensor hidden)
    {
        var logRates = rates.reshape(-1).index_select(0, tensor(indices.Rate)).clamp_min(SmallestRate).log(); // [P]
        var states = hidden.reshape(-1, hidden.shape[2]);                                                     // [B·L, D]
        var parts = new List<Tensor>();
        foreach (var kind in Enum.GetValues<EditKind>())
        {
            var (at, tokens) = (indices.Hidden[(int)kind], indices.Tokens[(int)kind]);
            if (at.Length == 0)
                continue;
            parts.Add(kind == EditKind.Delete ? zeros(at.Length) : LogProbability(kind, states.index_select(0, tensor(at)), tensor(tokens)));
        }

        return parts.Count == 0 ? logRates : logRates + cat(parts, 0);
    }

    private Tensor LogProbability(EditKind kind, Tensor states, Tensor tokens)
    {
        var logits = kind == EditKind.Insert ? net.InsertLogits(states) : net.SubstituteLogits(states);       // [p, V]
        return nn.functional.cross_entropy(logits, tokens, reduction: nn.Reduction.None).neg();               // [p]
    }
}
