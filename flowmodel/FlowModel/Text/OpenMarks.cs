namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Finds marks whose closing counterpart may still arrive, which would protect all between them (<see cref="ProtectedSpans"/>).
/// </summary>
internal static class OpenMarks
{
    private const int Reach = 1000; // the longest span between two marks, see ProtectedPatterns
    private const string BeforeQuote = "([{:,>\"*_—–-";

    /// <summary>Index of the first open mark at or after <paramref name="start"/>; the text's length where there is none.</summary>
    public static int First(string text, int start)
    {
        for (var at = Math.Max(start, text.Length - Reach); at < text.Length; at++)
        {
            if (CloserOf(text, at) is not { } closer)
                continue;
            var rest = text.AsSpan(at + closer.Opening);
            if (closer.OnOneLine && rest.IndexOf('\n') is >= 0 and var end)
                rest = rest[..end];
            if (rest.IndexOf(closer.Text, StringComparison.Ordinal) is >= 0 and var found)
                at += closer.Skips ? closer.Opening + found + closer.Text.Length - 1 : 0;
            else if (rest.Length == text.Length - at - closer.Opening)
                return at;
        }

        return text.Length;
    }

    private static Closer? CloserOf(string text, int at)
    {
        var next = at + 1 < text.Length ? text[at + 1] : (char?)null;
        return text[at] switch
        {
            '`' when text.AsSpan(at).IndexOfAnyExcept('`') is var run => run < 0 ? new("``", 1, false) : new(new('`', run), run, false),
            '"' when IsOpeningQuote(text, at, next) => new("\""),
            '“' => new("”"),
            '«' => new("»"),
            '[' => new("]", Skips: false),
            '{' => new("}", Skips: false),
            '<' when text.AsSpan(at).StartsWith("<!--") => new("-->", OnOneLine: false),
            '<' when next is null or '/' or '!' || char.IsAsciiLetter(next.Value) => new(">"),
            '\\' when next is null or '(' => new("\\)", OnOneLine: false),
            _ => null,
        };
    }

    private static bool IsOpeningQuote(string text, int at, char? next) =>
        (at == 0 || char.IsWhiteSpace(text[at - 1]) || BeforeQuote.Contains(text[at - 1]))
        && (next is null || !(char.IsWhiteSpace(next.Value) || next == '"'));

    private readonly record struct Closer(string Text, int Opening = 1, bool OnOneLine = true, bool Skips = true);
}
