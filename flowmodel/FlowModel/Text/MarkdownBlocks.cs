namespace PreferenceFlow.FlowModel.Text;

/// <summary>Finds the running text in Markdown, line by line, in one pass.</summary>
internal sealed class MarkdownBlocks
{
    private readonly string _text;
    private readonly List<TextSpan> _paragraphs = [];
    private TextSpan? _paragraph;  // the one being read
    private BlockFence? _block;    // the block that the next line belongs to
    private bool _afterBlank = true;
    private bool _inCode;
    private bool _inList;
    private bool _inTable;

    private MarkdownBlocks(string text) => _text = text;

    /// <summary>The stretches of running text in order: paragraphs and the contents of list items. The rest is structure.</summary>
    public static IReadOnlyList<TextSpan> Paragraphs(string text)
    {
        var blocks = new MarkdownBlocks(text);
        for (int start = 0, next; start < text.Length; start = next)
        {
            next = NextLine(text, start);
            blocks.Read(start, text.AsSpan(start, next - start), text.AsSpan(next, NextLine(text, next) - next));
        }

        blocks.EndParagraph();
        return blocks._paragraphs;
    }

    private static int NextLine(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny('\n', '\r');
        if (end < 0)
            return text.Length;
        end += start;
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    private void Read(int start, ReadOnlySpan<char> lineWithBreak, ReadOnlySpan<char> following)
    {
        var line = lineWithBreak.TrimEnd("\r\n");
        if (_block is { } block)
        {
            _block = block.Closes(line) ? null : block;
            _afterBlank = line.IsWhiteSpace();
            return;
        }

        var isBlank = line.IsWhiteSpace();
        if (isBlank || IsStructure(line, following))
            EndParagraph();
        else
            ReadText(start, lineWithBreak);
        _afterBlank = isBlank;
    }

    private void ReadText(int start, ReadOnlySpan<char> lineWithBreak)
    {
        var marker = MarkdownLine.MarkerLength(lineWithBreak);
        if (marker > 0)
        {
            EndParagraph();
            _inList = true;
            if (OpensBlock(lineWithBreak[marker..]))
                return;
        }
        else if (_afterBlank && !char.IsWhiteSpace(lineWithBreak[0]))
        {
            _inList = false;
        }

        var from = _paragraph?.Start ?? start + marker;
        _paragraph = new TextSpan(from, start + lineWithBreak.Length - from);
    }

    private bool IsStructure(ReadOnlySpan<char> line, ReadOnlySpan<char> following)
    {
        // In a list, four blanks are a paragraph of the item; eight are code even there.
        var indented = MarkdownLine.Indentation(line) >= (_inList ? 8 : 4);
        _inCode = indented && (_inCode || _afterBlank);
        if (_inCode)
            return true;

        var wasTable = _inTable && !_afterBlank;
        _inTable = line.Contains('|') && (wasTable || line.TrimStart().StartsWith("|") || MarkdownLine.IsTableRule(following));
        return _inTable || MarkdownLine.IsHeadingRule(following) || MarkdownLine.IsFixed(line) || OpensBlock(line);
    }

    private bool OpensBlock(ReadOnlySpan<char> line)
    {
        if (MarkdownLine.Opens(line) is not { } block)
            return false;
        _block = block.Kind == FenceKind.ThisLine ? null : block;
        return true;
    }

    private void EndParagraph()
    {
        if (_paragraph is { } paragraph)
            _paragraphs.Add(paragraph);
        _paragraph = null;
    }
}
