using System.Text.RegularExpressions;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>What one line of Markdown is by itself (CommonMark 0.31 with GitHub's tables, read leniently).</summary>
internal static partial class MarkdownLine
{
    /// <summary>A heading, thematic break, setext underline, block quote, link definition or image alone: kept as it is.</summary>
    public static bool IsFixed(ReadOnlySpan<char> line) => Fixed.IsMatch(line);

    /// <summary>Columns before the first visible character, a tab counting as four.</summary>
    public static int Indentation(ReadOnlySpan<char> line)
    {
        var columns = 0;
        for (var i = 0; i < line.Length && (line[i] is ' ' or '\t'); i++)
            columns += line[i] == '\t' ? 4 : 1;
        return columns;
    }

    /// <summary>Length of a list item's marker with the blanks around it and a task box; 0 when the line is no list item.</summary>
    public static int MarkerLength(ReadOnlySpan<char> line)
    {
        foreach (var match in Marker.EnumerateMatches(line))
            return match.Length;
        return 0;
    }

    /// <summary>The row under a table's head, such as <c>|---|:--:|</c>.</summary>
    public static bool IsTableRule(ReadOnlySpan<char> line) =>
        line.Contains('|') && line.Contains('-') && line.Trim().TrimStart("|:- \t").IsEmpty;

    /// <summary>The row of equals signs under a heading. (One of hyphens is read as a thematic break: answers use it so.)</summary>
    public static bool IsHeadingRule(ReadOnlySpan<char> line) => line.Trim() is { IsEmpty: false } rule && rule.TrimStart('=').IsEmpty;

    /// <summary>The opening of a block that runs up to a line which closes it; null when the line opens none.</summary>
    public static BlockFence? Opens(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        if (text.StartsWith("```") || text.StartsWith("~~~"))
        {
            var length = text.IndexOfAnyExcept(text[0]) is >= 0 and var end ? end : text.Length;
            // ```code``` on one line is inline code, not a fence
            return text[0] == '`' && text[length..].Contains('`') ? null : new BlockFence(FenceKind.Run, new string(text[0], length));
        }

        if (text.StartsWith("$$"))
            return text.Length > 4 && text.EndsWith("$$") ? BlockFence.ThisLine : new BlockFence(FenceKind.LineEnd, "$$");
        if (text.StartsWith("\\["))
            return text.EndsWith("\\]") ? BlockFence.ThisLine : new BlockFence(FenceKind.LineEnd, "\\]");
        if (text.StartsWith("<!--"))
            return text.Contains("-->", StringComparison.Ordinal) ? BlockFence.ThisLine : new BlockFence(FenceKind.Anywhere, "-->");
        foreach (var name in (ReadOnlySpan<string>)["pre", "script", "style", "textarea"])
        {
            if (!StartsTag(text, name))
                continue;
            var close = $"</{name}>";
            var isClosed = text.Contains(close, StringComparison.OrdinalIgnoreCase);
            return isClosed ? BlockFence.ThisLine : new BlockFence(FenceKind.Anywhere, close);
        }

        return Html.IsMatch(text) ? new BlockFence(FenceKind.BlankLine, "") : null;
    }

    private static bool StartsTag(ReadOnlySpan<char> text, string name) =>
        text.StartsWith("<") && text[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (text.Length == name.Length + 1 || text[name.Length + 1] is '>' or ' ' or '\t');

    [GeneratedRegex(
        @"^ {0,3}(?:#{1,6}(?:[ \t]|$)|>|=+[ \t]*$|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$"
        + @"|\[[^\]\n]{1,200}\]:|!\[[^\]\n]{0,200}\]\([^)\n]{0,1000}\)[ \t]*$)")]
    private static partial Regex Fixed { get; }

    [GeneratedRegex(
        @"^[ \t]*(?:[-*+•‣–—][ \t]+|(?:\d{1,4}|[A-Za-z]|[ivx]{1,5})\)[ \t]+|\(?\d{1,4}[.)][ \t]+|\((?:[A-Za-z]|[ivx]{1,5})\)[ \t]+)"
        + @"(?:\[[ xX]\][ \t]+)?")]
    private static partial Regex Marker { get; }

    [GeneratedRegex(
        @"^</?(?:address|article|aside|blockquote|body|button|caption|details|div|dl|dt|dd|fieldset|figure|footer|form|h[1-6]|head|header"
        + @"|hr|html|iframe|img|li|link|main|meta|nav|ol|p|section|summary|svg|table|tbody|td|tfoot|th|thead|tr|ul|video)(?:[\s/>]|$)|^<[!?]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Html { get; }
}
