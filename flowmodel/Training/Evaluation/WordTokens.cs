namespace PreferenceFlow.Training.Evaluation;

/// <summary>Words of a text for judge and lexicon: runs of letters, digits, apostrophes and asterisks, and single marks; case folded.</summary>
internal static class WordTokens
{
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && IsWord(text[end]))
                end++;
            if (end > start)
                words.Add(text[start..end].ToLowerInvariant());
            else if (!char.IsWhiteSpace(text[start]))
                words.Add(text[start..(end = start + 1)]);
            start = Math.Max(end, start + 1);
        }

        return words;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '\'' or '*';
}
