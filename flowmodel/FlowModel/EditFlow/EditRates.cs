namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>The three edits of an edit flow, in the order of the network's rate columns.</summary>
public enum EditKind
{
    /// <summary>Insert a token to the right of the position.</summary>
    Insert,

    /// <summary>Delete the token at the position.</summary>
    Delete,

    /// <summary>Replace the token at the position.</summary>
    Substitute,
}

/// <summary>What the flow says of a batch: expected pending edits a position and kind, and hidden states for the token heads.</summary>
/// <param name="Batch">The rows asked about.</param>
/// <param name="Rates">Time-free rates, at least 0, [B, L, 3].</param>
/// <param name="Hidden">Hidden states, [B, L, D].</param>
/// <param name="Width">D.</param>
public sealed record EditRates(EditBatch Batch, float[] Rates, float[] Hidden, int Width)
{
    /// <param name="row">Row of the batch.</param>
    /// <param name="position">0 is the start token, 1 the first answer token.</param>
    /// <param name="kind">Which edit.</param>
    public float this[int row, int position, EditKind kind] => Rates[(Index(row, position) * 3) + (int)kind];

    /// <summary>The hidden state of one position, [D].</summary>
    public ReadOnlySpan<float> HiddenAt(int row, int position) => Hidden.AsSpan(Index(row, position) * Width, Width);

    private int Index(int row, int position) => (row * Batch.Length) + Batch.Start[row] + position;
}
