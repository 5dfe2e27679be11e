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
        foreach (var match in ProtectedPatterns.Structure.EnumerateMatches(text))
        {
            AddWordsWithDigits(text, end, match.Index, spans);
            spans.Add(new TextSpan(match.Index, match.Length));
            end = match.Index + match.Length;
        }

        AddWordsWithDigits(text, end, text.Length, spans);
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

    private static void AddWordsWithDigits(string text, int start, int end, List<TextSpan> spans)
    {
        var between = text.AsSpan(start, end - start);
        if (!ContainsDigit(between))
            return;
        foreach (var match in ProtectedPatterns.WordWithUnit.EnumerateMatches(between))
        {
            var word = between.Slice(match.Index, match.Length);
            if (ContainsDigit(word) && !ProtectedPatterns.DisguisedWord.IsMatch(word))
                spans.Add(new TextSpan(start + match.Index, match.Length));
        }
    }

    private static bool ContainsDigit(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            if (char.IsDigit(unit))
                return true;
        }

        return false;
    }
}
