namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// The parts of an answer that carry facts or function and that an edit must leave as they are: inline code and mathematics, URLs
/// and e-mail addresses, quoted text, placeholders and tags, mentions, and words with digits (amounts with their unit, dates,
/// versions, order codes).
/// </summary>
public static class ProtectedSpans
{
    /// <summary>Finds the protected spans.</summary>
    /// <returns>Spans in order of their start; they do not overlap.</returns>
    public static IReadOnlyList<TextSpan> Find(string text)
    {
        var spans = new List<TextSpan>();
        var end = 0;
        foreach (var match in ProtectedPatterns.Marked.EnumerateMatches(text))
        {
            AddWords(text, end, match.Index, spans);
            spans.Add(new TextSpan(match.Index, match.Length));
            end = match.Index + match.Length;
        }

        AddWords(text, end, text.Length, spans);
        return spans;
    }

    /// <summary>True when the edit holds the same protected texts in the same order as the original, and no others.</summary>
    public static bool Kept(string original, string edited)
    {
        var (before, after) = (Find(original), Find(edited));
        if (before.Count != after.Count)
            return false;
        for (var i = 0; i < before.Count; i++)
        {
            if (!original.AsSpan(before[i].Start, before[i].Length).SequenceEqual(edited.AsSpan(after[i].Start, after[i].Length)))
                return false;
        }

        return true;
    }

    private static void AddWords(string text, int start, int end, List<TextSpan> spans)
    {
        var between = text.AsSpan(start, end - start);
        if (!MayCarryFacts(between))
            return;
        foreach (var match in ProtectedPatterns.Worded.EnumerateMatches(between))
        {
            if (IsFact(between.Slice(match.Index, match.Length)))
                spans.Add(new TextSpan(start + match.Index, match.Length));
        }
    }

    // Most sentences have neither a digit nor an address, and need no further search.
    private static bool MayCarryFacts(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isJoined = i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            if (char.IsDigit(text[i]) || text[i] == '@' || (isJoined && text[i] is '.' or ':'))
                return true;
        }

        return false;
    }

    // The pattern matches every word; those without a digit count only as addresses.
    private static bool IsFact(ReadOnlySpan<char> match)
    {
        foreach (var unit in match)
        {
            if (char.IsDigit(unit))
                return !ProtectedPatterns.DisguisedWord.IsMatch(match);
        }

        return ProtectedPatterns.Address.IsMatch(match);
    }
}
