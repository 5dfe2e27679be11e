namespace PreferenceFlow.FlowModel.Text;

/// <summary>A piece of an answer; the pieces of one answer, joined, are the answer.</summary>
/// <param name="Start">Where it starts in the answer, in UTF-16 code units.</param>
/// <param name="Text">Its text, never empty.</param>
/// <param name="Editable">
/// True for a sentence; it neither starts nor ends with white space. False for what an edit never enters: white space, code, tables,
/// headings, quotes, HTML, list markers.
/// </param>
public sealed record Segment(int Start, string Text, bool Editable)
{
    /// <summary>Index in the answer just past the segment.</summary>
    public int End => Start + Text.Length;
}
