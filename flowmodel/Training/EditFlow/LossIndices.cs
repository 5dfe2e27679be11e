using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Where the loss of a batch looks: which edits exist, and which are pending. Pending edits are sorted by kind.</summary>
/// <remarks>Letters: B rows, L length, P pending edits, p of them of one kind.</remarks>
internal sealed record LossIndices
{
    /// <summary>1 for the edits that exist: none in prompt and padding, only the insertion at the start token. [B, L, 3].</summary>
    public required float[] Allowed { get; init; }

    /// <summary>Index of each pending edit's rate among all B·L·3, [P].</summary>
    public required long[] Rate { get; init; }

    /// <summary>Row of each pending edit, [P].</summary>
    public required long[] Row { get; init; }

    /// <summary>For each <see cref="EditKind"/> the indices of its pending edits' hidden states among all B·L, [p].</summary>
    public required long[][] Hidden { get; init; }

    /// <summary>For each <see cref="EditKind"/> the tokens of its pending edits, [p].</summary>
    public required long[][] Tokens { get; init; }

    public static LossIndices Of(EditFlowBatch batch)
    {
        var (rows, length) = (batch.Rows.Rows, batch.Rows.Length);
        var allowed = new float[rows * length * 3];
        for (var row = 0; row < rows; row++)
        {
            var start = ((row * length) + batch.Rows.Start[row]) * 3;
            allowed.AsSpan(start, (batch.States[row].Tokens.Length + 1) * 3).Fill(1);
            allowed[start + (int)EditKind.Delete] = allowed[start + (int)EditKind.Substitute] = 0;
        }

        var pending = batch.States.Index()
            .SelectMany(s => s.Item.Pending.Select(e => (Row: (long)s.Index, At: (s.Index * (long)length) + batch.Rows.Start[s.Index] + e.Position, Edit: e)))
            .OrderBy(e => e.Edit.Kind).ToArray();
        long[][] ByKind(Func<(long Row, long At, PendingEdit Edit), long> value) =>
            [.. Enum.GetValues<EditKind>().Select(kind => pending.Where(e => e.Edit.Kind == kind).Select(value).ToArray())];
        return new()
        {
            Allowed = allowed,
            Rate = [.. pending.Select(e => (e.At * 3) + (long)e.Edit.Kind)],
            Row = [.. pending.Select(e => e.Row)],
            Hidden = ByKind(e => e.At),
            Tokens = ByKind(e => e.Edit.Token),
        };
    }
}
