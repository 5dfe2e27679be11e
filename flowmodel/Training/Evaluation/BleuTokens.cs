using System.Text.RegularExpressions;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// The tokens that BLEU counts: those of mteval-v13a as sacreBLEU's "13a" has them (ASCII punctuation stands alone, full stops and
/// commas within numbers do not), upper and lower case apart.
/// </summary>
internal static partial class BleuTokens
{
    public static string[] Of(string text)
    {
        var line = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (line.Contains('&'))
        {
            line = line.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        }

        line = Punctuation.Replace($" {line} ", " $1 ");
        line = StopAfterOther.Replace(line, "$1 $2 ");
        line = StopBeforeOther.Replace(line, " $1 $2");
        line = HyphenAfterDigit.Replace(line, "$1 $2 ");
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([\{-~\[-` -&\(-\+:-@/])", RegexOptions.CultureInvariant)]
    private static partial Regex Punctuation { get; }

    [GeneratedRegex(@"([^0-9])([\.,])", RegexOptions.CultureInvariant)]
    private static partial Regex StopAfterOther { get; }

    [GeneratedRegex(@"([\.,])([^0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex StopBeforeOther { get; }

    [GeneratedRegex(@"([0-9])(-)", RegexOptions.CultureInvariant)]
    private static partial Regex HyphenAfterDigit { get; }
}
