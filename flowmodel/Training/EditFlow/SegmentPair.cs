using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>One segment of a rejected text with the stretch of the chosen text that stands in its place.</summary>
public sealed record SegmentPair
{
    /// <summary>The segment of the rejected text.</summary>
    public required Segment Rejected { get; init; }

    /// <summary>The stretch of the chosen text; empty where the segment was deleted.</summary>
    public required string Chosen { get; init; }
}
