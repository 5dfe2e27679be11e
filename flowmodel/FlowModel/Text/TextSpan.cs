namespace PreferenceFlow.FlowModel.Text;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="Length">Its length in UTF-16 code units, at least 0.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Index just past the last code unit.</summary>
    public int End => Start + Length;

    /// <summary>The text of the span.</summary>
    public string Of(string text) => text.Substring(Start, Length);
}
