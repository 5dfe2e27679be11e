namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Cuts an answer (Markdown or plain text) into sentences that may be edited and all the rest, which may not: white space, code
/// blocks, tables, headings, quotes, HTML, mathematics and list markers. What is doubtful counts as rest. Training cuts its pairs
/// with the same rules.
/// </summary>
public static class Segmenter
{
    /// <summary>Cuts the text.</summary>
    /// <returns>Segments in order that, joined, are the text; never two in a row that may not be edited.</returns>
    public static IReadOnlyList<Segment> Cut(string text) => Cut(text, MarkdownState.Start);

    /// <summary>Cuts a text that goes on from where <paramref name="state"/> was.</summary>
    internal static List<Segment> Cut(string text, MarkdownState state)
    {
        var segments = new List<Segment>();
        var end = 0; // everything before it is in a segment
        foreach (var paragraph in MarkdownBlocks.Read(text, state, isWhole: true).Paragraphs)
        {
            foreach (var sentence in Sentences.Find(text, paragraph))
            {
                AddRest(sentence.Start);
                segments.Add(new Segment(sentence.Start, sentence.Of(text), Editable: true));
                end = sentence.End;
            }
        }

        AddRest(text.Length);
        return segments;

        void AddRest(int until)
        {
            if (until > end)
                segments.Add(new Segment(end, text[end..until], Editable: false));
        }
    }
}
