using System.Text.RegularExpressions;

namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>What can be counted in an answer: length, layout, marks, refusal, and how it takes up the prompt's words and numbers.</summary>
internal static partial class TextMeasures
{
    /// <summary>Words whose number of letters is below this are too common to be taken up.</summary>
    private const int ContentLetters = 4;

    private const int OpeningWords = 30;

    private static readonly char[] s_marks = ['?', '!', ':', '"', ';', '—', '(', ',', '*', '#', '`', '|'];

    /// <summary>Length of what <see cref="Of"/> returns.</summary>
    public static int Count { get; } = Of("", "", AnswerWords.Of("")).Length;

    public static float[] Of(string prompt, string text, AnswerWords words)
    {
        var asked = ContentWords(prompt, AnswerWords.Of(prompt));
        var content = ContentWords(text, words);
        var (askedWords, distinct) = (asked.ToHashSet(), content.ToHashSet());
        var lines = text.Split('\n');
        var numbers = Numbers(text);
        var askedNumbers = Numbers(prompt);
        var count = Math.Max(1, words.Ranges.Count);
        var sentences = Math.Max(1, SentenceEnd().Count(text));
        var (last, first) = (text.LastOrDefault(), text.FirstOrDefault());
        var foreign = Share(text.Count(c => c > 127), text.Length);
        List<double> measures =
        [
            Log(text.Length), Log(text.Length) * Log(text.Length) / 8, Log(words.Ranges.Count), Log(prompt.Length), Log(text.Length) - Log(prompt.Length),
            Log(lines.Length), Log(Paragraph().Count(text)), Log(lines.Count(l => Bullet().IsMatch(l))), Log(lines.Count(l => Numbered().IsMatch(l))),
            Log(lines.Count(l => l.StartsWith('#'))), Log(Bold().Count(text)), Log(Fence().Count(text)),
            Share(askedWords.Count(distinct.Contains), askedWords.Count), Share(distinct.Count(askedWords.Contains), distinct.Count),
            Share(askedWords.Intersect(content.Take(OpeningWords)).Count(), askedWords.Count), Share(distinct.Count, content.Count),
            Share(askedNumbers.Count(numbers.Contains), askedNumbers.Count), Log(numbers.Count),
            words.Ranges.Count / (double)sentences, text.Length / (double)count, Share(text.Count(char.IsUpper), text.Length),
            Refusal().IsMatch(text) ? 1 : 0, Refusal().IsMatch(text.AsSpan(0, Math.Min(200, text.Length))) ? 1 : 0,
            foreign, foreign > 0 ? 1 : 0, Math.Abs(foreign - Share(prompt.Count(c => c > 127), prompt.Length)),
            ".!?\")`:".Contains(text.AsSpan().TrimEnd() is [.., var end] ? end : ' ') ? 1 : 0,
            char.IsUpper(first) ? 1 : 0, char.IsWhiteSpace(first) ? 1 : 0, char.IsWhiteSpace(last) ? 1 : 0,
            Log(First().Count(text)), Log(Second().Count(text)),
            .. s_marks.Select(mark => Log(text.AsSpan().Count(mark))),
        ];
        return [.. measures.Select(m => (float)m)];
    }

    private static double Log(int count) => Math.Log(1 + count);

    private static double Share(int part, int whole) => part / (double)Math.Max(1, whole);

    private static List<string> ContentWords(string text, AnswerWords words) =>
        [.. words.Ranges.Where((r, i) => words.IsWord(i) && text[r].Length >= ContentLetters).Select(r => text[r].ToLowerInvariant())];

    private static HashSet<string> Numbers(string text) => [.. Number().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"[.!?](\s|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"^\s*[-*•]\s")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\s*\d+[.)]\s")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bI\b")]
    private static partial Regex First();

    [GeneratedRegex(@"\b[Yy]our?\b")]
    private static partial Regex Second();

    [GeneratedRegex(
        @"\b(i['’]?m sorry|i am sorry|i apologi|as an ai|i cannot|i can['’]t|i['’]?m not able|unable to|language model|i do(n['’]t| not) have|unfortunately)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();
}
