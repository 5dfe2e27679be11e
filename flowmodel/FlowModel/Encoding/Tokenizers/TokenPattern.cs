using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>A pattern of a tokenizer's file: a plain string or a regular expression over characters, not UTF-16 code units.</summary>
internal sealed class TokenPattern
{
    /// <summary>What <c>\w</c> is by Unicode's definition; .NET's own leaves out some marks and number letters.</summary>
    private const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200C\u200D\u24B6-\u24E9";

    private readonly Regex _regex;

    private TokenPattern(string expression) => _regex = new(expression, RegexOptions.CultureInvariant);

    public static TokenPattern Expression(string expression) => new(WithUnicodeWords(expression));

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    /// <exception cref="InvalidDataException">It is neither, or the expression needs what .NET's regular expressions lack.</exception>
    public static TokenPattern Read(JsonField field)
    {
        if (!field["String"].IsMissing)
            return new(Regex.Escape(field["String"].Text()));
        try
        {
            return Expression(field["Regex"].Text());
        }
        catch (ArgumentException exception)
        {
            throw field["Regex"].Bad($"this regular expression is not supported ({exception.Message})");
        }
    }

    /// <summary>Where the pattern matches, in UTF-16 code units.</summary>
    public IEnumerable<(int Start, int End)> Matches(string text)
    {
        var (units, places) = InUnits(text);
        foreach (Match match in _regex.Matches(units))
        {
            yield return places is null
                ? (match.Index, match.Index + match.Length)
                : (places[match.Index], places[match.Index + match.Length]);
        }
    }

    public string Replace(string text, string content)
    {
        var result = new StringBuilder(text.Length);
        var last = 0;
        foreach (var (start, end) in Matches(text))
        {
            result.Append(text, last, start - last).Append(content);
            last = end;
        }

        return result.Append(text, last, text.Length - last).ToString();
    }

    /// <summary>
    /// The text with one code unit a character, since expressions see units: one beyond 16 bits gives way to one of its own category.
    /// </summary>
    private static (string Units, int[]? Places) InUnits(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return (text, null);
        var (units, places) = (new StringBuilder(text.Length), new List<int>(text.Length));
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune));
            places.Add(at);
            at += rune.Utf16SequenceLength;
        }

        places.Add(at);
        return (units.ToString(), [.. places]);
    }

    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => 'Ꞛ',
        UnicodeCategory.LowercaseLetter => 'ꞛ',
        UnicodeCategory.TitlecaseLetter => 'ᾈ',
        UnicodeCategory.ModifierLetter => 'ꟸ',
        UnicodeCategory.OtherLetter => 'ꀀ',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '꘠',
        UnicodeCategory.LetterNumber => 'ꛦ',
        UnicodeCategory.OtherNumber => '꠰',
        UnicodeCategory.ConnectorPunctuation => '︴',
        UnicodeCategory.DashPunctuation => '﹘',
        UnicodeCategory.OtherPunctuation => '꓾',
        UnicodeCategory.MathSymbol => '﬩',
        UnicodeCategory.CurrencySymbol => '꠸',
        UnicodeCategory.ModifierSymbol => '꜀',
        UnicodeCategory.OtherSymbol => '꒐',
        UnicodeCategory.Format => '\u2061',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\uFFFF', // not assigned
    };

    private static string WithUnicodeWords(string expression)
    {
        var result = new StringBuilder();
        var inside = false;
        for (var i = 0; i < expression.Length; i++)
        {
            if (expression[i] != '\\' || i + 1 == expression.Length)
            {
                inside = expression[i] == '[' || (inside && expression[i] != ']');
                result.Append(expression[i]);
                continue;
            }

            var escaped = expression.AsSpan(i, 2);
            i++;
            if (escaped is @"\w")
                result.Append(inside ? Word : $"[{Word}]");
            else if (escaped is @"\W" && !inside)
                result.Append($"[^{Word}]");
            else
                result.Append(escaped);
        }

        return result.ToString();
    }
}
