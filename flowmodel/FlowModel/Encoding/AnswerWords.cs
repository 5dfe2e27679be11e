namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>A text as words, marks and line breaks, with the shape of each: what its wording and its layout are read from.</summary>
/// <param name="Ranges">Where each piece stands: a word, one mark, or a run of white space with a line break.</param>
/// <param name="Shapes">One character a piece: <c>w</c>, <c>W</c> (capitalised), <c>A</c> (capitals), <c>0</c>, a line or form feed (a paragraph), or the mark.</param>
internal sealed record AnswerWords(IReadOnlyList<Range> Ranges, string Shapes)
{
    private const char Paragraph = '\f';

    public static AnswerWords Of(string text)
    {
        var (ranges, shapes) = (new List<Range>(), new List<char>());
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            if (char.IsWhiteSpace(text[start]))
            {
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                    end++;
                var breaks = text.AsSpan(start, end - start).Count('\n');
                if (breaks == 0)
                    continue;
                shapes.Add(breaks == 1 ? '\n' : Paragraph);
            }
            else if (char.IsLetterOrDigit(text[start]))
            {
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || IsJoint(text, end)))
                    end++;
                shapes.Add(Shape(text.AsSpan(start, end - start)));
            }
            else
            {
                shapes.Add(text[start]);
            }

            ranges.Add(start..end);
        }

        return new(ranges, new string([.. shapes]));
    }

    public bool IsBreak(int piece) => Shapes[piece] is '\n' or Paragraph;

    public bool IsWord(int piece) => Shapes[piece] is 'w' or 'W' or 'A' or '0';

    /// <summary>The shapes with each run of plain words as one, between the marks of start and end.</summary>
    public string Skeleton()
    {
        var skeleton = new List<char>(Shapes.Length + 2) { '\u0002' };
        foreach (var shape in Shapes)
        {
            if (shape != 'w' || skeleton[^1] != 'w')
                skeleton.Add(shape);
        }

        return new string([.. skeleton, '\u0003']);
    }

    private static bool IsJoint(string text, int at) =>
        text[at] is '\'' or '’' or '*' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private static char Shape(ReadOnlySpan<char> word) =>
        char.IsDigit(word[0]) ? '0' : !char.IsUpper(word[0]) ? 'w' : word.Length > 1 && char.IsUpper(word[1]) ? 'A' : 'W';
}
