namespace PreferenceFlow.FlowModel.Text;

/// <summary>Finds the running text in Markdown, line by line, in one pass.</summary>
internal sealed class MarkdownBlocks
{
    private readonly string _text;
    private readonly bool _isWhole;
    private readonly List<TextSpan> _paragraphs = [];
    private readonly List<MarkdownBreak> _lines = [];
    private TextSpan? _paragraph; // the one being read
    private MarkdownState _state;

    private MarkdownBlocks(string text, MarkdownState state, bool isWhole) => (_text, _state, _isWhole) = (text, state, isWhole);

    /// <summary>The stretches of running text in order: paragraphs and the contents of list items. The rest is structure.</summary>
    public IReadOnlyList<TextSpan> Paragraphs => _paragraphs;

    /// <summary>The lines in order; the last may be one that still arrives.</summary>
    public IReadOnlyList<MarkdownBreak> Lines => _lines;

    /// <summary>Reads a text.</summary>
    /// <param name="state">What stands before it.</param>
    /// <param name="isWhole">False while more may follow: then its last line says nothing about the line before.</param>
    public static MarkdownBlocks Read(string text, MarkdownState state, bool isWhole)
    {
        var blocks = new MarkdownBlocks(text, state, isWhole);
        for (int start = 0, next; start < text.Length; start = next)
        {
            next = NextLine(text, start);
            blocks.ReadLine(start, next);
        }

        blocks.EndParagraph();
        return blocks;
    }

    private void ReadLine(int start, int next)
    {
        var line = _text.AsSpan(start, next - start);
        var end = NextLine(_text, next);
        if (_state.Block is { } block && !IsSure(next) && block.StaysOpen(line))
        {
            _state.MidLine = true;
            _lines.Add(new(next, _state, IsClosed: true));
            return;
        }

        Read(start, line, IsSure(end) ? _text.AsSpan(next, end - next) : []);
        _lines.Add(new(next, _state, IsClosed: _paragraph is null && IsSure(next)));
    }

    // A line that ends here has come whole. (A CR may be the first half of CRLF.)
    private bool IsSure(int end) => _isWhole || (end > 0 && (_text[end - 1] == '\n' || (end < _text.Length && _text[end - 1] == '\r')));

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
        var isMidLine = _state.MidLine;
        _state.MidLine = false;
        if (_state.Block is { } block)
        {
            _state.Block = block.Closes(line) && !(isMidLine && block.ClosesByWholeLine) ? null : block;
            _state.AfterBlank = line.IsWhiteSpace();
            return;
        }

        var isBlank = line.IsWhiteSpace() && !isMidLine;
        if (isMidLine)
            Extend(start, start + lineWithBreak.Length);
        else if (isBlank || IsStructure(line, following))
            EndParagraph();
        else
            ReadText(start, lineWithBreak);
        _state.AfterBlank = isBlank;
    }

    private void ReadText(int start, ReadOnlySpan<char> lineWithBreak)
    {
        var marker = MarkdownLine.MarkerLength(lineWithBreak);
        if (marker > 0)
        {
            EndParagraph();
            _state.InList = true;
            if (OpensBlock(lineWithBreak[marker..]))
                return;
        }
        else if (_state.AfterBlank && !char.IsWhiteSpace(lineWithBreak[0]))
        {
            _state.InList = false;
        }

        Extend(start + marker, start + lineWithBreak.Length);
    }

    private bool IsStructure(ReadOnlySpan<char> line, ReadOnlySpan<char> following)
    {
        // In a list, four blanks are a paragraph of the item; eight are code even there.
        var indented = MarkdownLine.Indentation(line) >= (_state.InList ? 8 : 4);
        _state.InCode = indented && (_state.InCode || _state.AfterBlank);
        if (_state.InCode)
            return true;

        var wasTable = _state.InTable && !_state.AfterBlank;
        _state.InTable = line.Contains('|') && (wasTable || line.TrimStart().StartsWith("|") || MarkdownLine.IsTableRule(following));
        return _state.InTable || MarkdownLine.IsHeadingRule(following) || MarkdownLine.IsFixed(line) || OpensBlock(line);
    }

    private bool OpensBlock(ReadOnlySpan<char> line)
    {
        if (MarkdownLine.Opens(line) is not { } block)
            return false;
        _state.Block = block.Kind == FenceKind.ThisLine ? null : block;
        return true;
    }

    private void Extend(int start, int end)
    {
        var from = _paragraph?.Start ?? start;
        _paragraph = new TextSpan(from, end - from);
    }

    private void EndParagraph()
    {
        if (_paragraph is { } paragraph)
            _paragraphs.Add(paragraph);
        _paragraph = null;
    }
}
