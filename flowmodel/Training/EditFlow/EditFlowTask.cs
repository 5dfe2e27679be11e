using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Learning an edit flow: batches of partly edited texts, and the loss of the edits still to be made.</summary>
internal sealed class EditFlowTask(EditFlowNet net, Func<int, EditFlowBatch> training, IReadOnlyList<EditFlowBatch> validation) : ITrainingTask
{
    /// <summary>What a row's loss is divided by: a typical length, so that short and long segments weigh by their edits.</summary>
    private const float TypicalLength = 10;

    /// <summary>Below this a rate counts as this: the logarithm stays finite.</summary>
    private const double SmallestRate = 1e-6;

    public string Name => "edit-flow";

    public nn.Module Network => net;

    public Tensor Loss(int step, out int units)
    {
        var batch = training(step);
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
        var indices = batch.Indices;
        var (rates, hidden) = net.call(
            tensor(batch.Rows.Tokens).reshape(rows, length), tensor(batch.Rows.Positions).reshape(rows, length));
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
