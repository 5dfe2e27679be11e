using System.Globalization;
using System.Text;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Cuts text into the pieces that byte pairs never cross: a word with the space before it, up to three digits, a run of
/// punctuation, an English contraction's tail, a run of white space. The rules are GPT-2's (Radford et al. 2019), with digits in
/// threes, the typographic apostrophe, and an upper bound on length; joining the pieces gives the text.
/// </summary>
internal static class PreTokenizer
{
    /// <summary>Name of these rules, written into the saved tokenizer: a change of rules needs a new name.</summary>
    public const string Name = "words-digits3-v1";

    /// <summary>Longest piece in UTF-16 code units. Bounds the quadratic merge loop on text without spaces.</summary>
    private const int LongestPiece = 64;
    private const int LongestDigits = 3;

    private enum Kind { Letter, Digit, Space, Other }

    /// <summary>End of the piece that starts at <paramref name="start"/>, always greater than it; never inside a surrogate pair.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Index of a code unit, in [0, length).</param>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var contraction = ContractionEnd(text, start);
        if (contraction > 0)
            return contraction;

        var (kind, width) = At(text, start);
        if (kind == Kind.Space)
        {
            var next = start + 1;
            if (text[start] != ' ' || next == text.Length || At(text, next).Kind == Kind.Space)
                return SpaceEnd(text, start);
            (kind, width) = At(text, next);
            return RunEnd(text, next, width, kind);
        }

        return RunEnd(text, start, width, kind);
    }

    private static int RunEnd(ReadOnlySpan<char> text, int start, int width, Kind kind)
    {
        var limit = start + (kind == Kind.Digit ? LongestDigits : LongestPiece);
        var end = start + width;
        while (end < text.Length)
        {
            var (next, nextWidth) = At(text, end);
            if (next != kind || end + nextWidth > limit)
                break;
            end += nextWidth;
        }

        return end;
    }

    // The last blank before a word belongs to the word.
    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        var end = start + 1;
        while (end < text.Length && end - start < LongestPiece && char.IsWhiteSpace(text[end]))
            end++;
        var wordFollows = end < text.Length && !char.IsWhiteSpace(text[end]);
        return wordFollows && end - start > 1 && text[end - 1] == ' ' ? end - 1 : end;
    }

    private static int ContractionEnd(ReadOnlySpan<char> text, int start)
    {
        if (start == 0 || text[start] is not ('\'' or '’') || !char.IsLetter(text[start - 1]))
            return 0;

        var end = start + 1;
        while (end < text.Length && end - start <= 3 && char.IsLetter(text[end]))
            end++;
        var isTail = (end - start) switch
        {
            2 => char.ToLowerInvariant(text[start + 1]) is 's' or 't' or 'm' or 'd',
            3 => (char.ToLowerInvariant(text[start + 1]), char.ToLowerInvariant(text[start + 2])) is ('r', 'e') or ('v', 'e') or ('l', 'l'),
            _ => false,
        };
        return isTail ? end : 0;
    }

    private static (Kind Kind, int Width) At(ReadOnlySpan<char> text, int index)
    {
        var unit = text[index];
        if (char.IsAscii(unit))
        {
            var kind = char.IsAsciiLetter(unit) ? Kind.Letter
                : char.IsAsciiDigit(unit) ? Kind.Digit
                : char.IsWhiteSpace(unit) ? Kind.Space : Kind.Other;
            return (kind, 1);
        }

        if (char.IsWhiteSpace(unit))
            return (Kind.Space, 1);
        // A lone surrogate decodes as the replacement character: Other, one unit wide.
        _ = Rune.DecodeFromUtf16(text[index..], out var rune, out var width);
        return (Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Digit,
            _ => Kind.Other,
        }, width);
    }
}
