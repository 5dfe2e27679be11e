using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>A batch of the edit flow: rows, the edits still to be made in each, and the weight of each.</summary>
internal sealed record EditFlowBatch(EditBatch Rows, IReadOnlyList<EditState> States, float[] Weights)
{
    private LossIndices? _indices;
    private IReadOnlyList<EditFlowBatch>? _parts;

    /// <summary>Where the loss of this batch looks; found once.</summary>
    public LossIndices Indices => _indices ??= LossIndices.Of(this);

    /// <summary>The batch cut into consecutive parts of nearly as many rows each: fewer than asked for where rows are scarce.</summary>
    public IReadOnlyList<EditFlowBatch> Split(int parts)
    {
        var count = Math.Min(parts, Rows.Rows);
        if (_parts?.Count != count)
            _parts = [.. Enumerable.Range(0, count).Select(part => Slice(Rows.Rows * part / count, Rows.Rows * (part + 1) / count))];
        return _parts;
    }

    private EditFlowBatch Slice(int from, int to) =>
        new(Rows.Slice(from, to - from), [.. States.Skip(from).Take(to - from)], Weights[from..to]);
}
