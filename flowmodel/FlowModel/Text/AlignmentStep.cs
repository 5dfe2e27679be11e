namespace PreferenceFlow.FlowModel.Text;

/// <summary>One column of an alignment of two sequences.</summary>
public enum AlignmentStep : byte
{
    /// <summary>A source element stands over a target element, equal (kept) or not (substituted).</summary>
    Pair,

    /// <summary>A source element stands over a gap.</summary>
    Delete,

    /// <summary>A target element stands under a gap.</summary>
    Insert,
}
