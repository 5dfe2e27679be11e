namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>What the flow says of one text: a row of <see cref="EditRates"/>.</summary>
internal readonly record struct StateRates(EditRates Batch, int Row)
{
    /// <param name="position">0 is the start token, 1 the first answer token.</param>
    /// <param name="kind">Which edit.</param>
    public double Rate(int position, EditKind kind) => Batch[Row, position, kind];

    /// <summary>The hidden state of one position, [D].</summary>
    public ReadOnlySpan<float> HiddenAt(int position) => Batch.HiddenAt(Row, position);
}
