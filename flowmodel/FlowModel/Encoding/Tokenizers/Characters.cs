using System.Globalization;
using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>The classes of characters that tokenizers cut by.</summary>
internal static class Characters
{
    /// <summary>ASCII symbols count too, as in BERT: <c>$</c>, <c>+</c>, <c>^</c>.</summary>
    public static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    /// <summary>What <c>\w</c> matches by Unicode's definition (UTS #18): letters, marks, digits, connectors and joiners.</summary>
    public static bool IsWord(Rune rune) => IsMark(rune) || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
            or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189), // circled and squared letters
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => false,
    };

    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Controls, formats and private characters, without what counts as white space in BERT.</summary>
    public static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    /// <summary>The ideographs that BERT takes for words of their own.</summary>
    public static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Lower case character by character, without regard to what stands around it.</summary>
    public static string Lower(string text) => text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);

    /// <summary>The text with each character kept, changed or, where null, left out.</summary>
    public static string Map(string text, Func<Rune, Rune?> change)
    {
        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (change(rune) is { } changed)
                result.Append(units[..changed.EncodeToUtf16(units)]);
        }

        return result.ToString();
    }
}
