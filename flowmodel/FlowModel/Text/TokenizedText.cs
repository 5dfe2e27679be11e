namespace PreferenceFlow.FlowModel.Text;

/// <summary>Tokens with the place of each in the text they were made of.</summary>
public sealed record TokenizedText
{
    /// <summary>Token ids, length N.</summary>
    public required int[] Ids { get; init; }

    /// <summary>
    /// For each token the characters that it holds a byte of, length N, in UTF-16 code units. Spans follow one another without a
    /// gap; two tokens that share one character (a part of its bytes each) both span it.
    /// </summary>
    public required TextSpan[] Spans { get; init; }

    /// <summary>Marks the tokens that overlap any of the spans, length N.</summary>
    /// <param name="spans">Spans of the text in order of their start, such as <see cref="ProtectedSpans.Find"/> gives.</param>
    public bool[] Overlapping(IReadOnlyList<TextSpan> spans)
    {
        var marks = new bool[Ids.Length];
        var next = 0;
        for (var i = 0; i < marks.Length && next < spans.Count; i++)
        {
            while (next < spans.Count && spans[next].End <= Spans[i].Start)
                next++;
            marks[i] = next < spans.Count && spans[next].Start < Spans[i].End;
        }

        return marks;
    }
}
