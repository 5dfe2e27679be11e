using static TorchSharp.torch;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>The edit-flow loss (arXiv 2506.09018, eq. 23) in its two forms.</summary>
/// <remarks>Letters: B rows, P pending edits of all rows together.</remarks>
internal static class EditFlowLoss
{
    /// <summary>
    /// The form trained with: rates are w·λ̂ with a time-free λ̂, so that up to a constant the loss is
    /// mean over rows of w·(Σ λ̂ − Σ_pending (log λ̂ + log Q)) / length.
    /// </summary>
    /// <param name="totalRate">Σ λ̂ over all edits of a row, [B].</param>
    /// <param name="pendingLogRate">log λ̂ + log Q of each pending edit, [P].</param>
    /// <param name="pendingRow">The row of each pending edit, int64 [P].</param>
    /// <param name="weight">w, [B].</param>
    /// <param name="length">What a row's loss is divided by, [B].</param>
    /// <returns>A scalar.</returns>
    public static Tensor Practical(Tensor totalRate, Tensor pendingLogRate, Tensor pendingRow, Tensor weight, Tensor length)
    {
        using var scope = NewDisposeScope();
        var scale = weight / length;                                          // [B]
        var pending = (pendingLogRate * scale.index_select(0, pendingRow)).sum();
        return (((totalRate * scale).sum() - pending) / totalRate.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>The form of the paper: mean over rows of Σ u − κ'/(1 − κ) · Σ_pending log u, with u the rates themselves.</summary>
    /// <param name="totalRate">Σ u over all edits of a row, [B].</param>
    /// <param name="pendingLogRate">log u of each pending edit, [P].</param>
    /// <param name="pendingRow">The row of each pending edit, int64 [P].</param>
    /// <param name="weight">κ'/(1 − κ) at the row's time, [B].</param>
    public static Tensor Paper(Tensor totalRate, Tensor pendingLogRate, Tensor pendingRow, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var pending = (pendingLogRate * weight.index_select(0, pendingRow)).sum();
        return ((totalRate.sum() - pending) / totalRate.shape[0]).MoveToOuterDisposeScope();
    }
}
