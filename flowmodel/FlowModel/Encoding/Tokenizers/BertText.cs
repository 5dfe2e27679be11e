using System.Globalization;
using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>BERT's basic tokenization (Devlin et al., 2019): cleaned, ideographs apart, accents off, lower case.</summary>
/// <param name="Clean">Leave out control characters and make every white space a blank.</param>
/// <param name="Ideographs">Put blanks around ideographs.</param>
/// <param name="StripAccents">Leave out accents.</param>
/// <param name="Lower">Fold case.</param>
internal sealed record BertText(bool Clean, bool Ideographs, bool StripAccents, bool Lower)
{
    /// <param name="field">A normalizer of type <c>BertNormalizer</c>.</param>
    public static BertText Read(JsonField field)
    {
        var lower = field["lowercase"].Flag(whereMissing: true);
        return new(
            field["clean_text"].Flag(whereMissing: true), field["handle_chinese_chars"].Flag(whereMissing: true),
            field["strip_accents"].Flag(whereMissing: lower), lower);
    }

    public string Normalise(string text)
    {
        if (Clean)
        {
            text = Characters.Map(text, rune => rune.Value is 0 or 0xFFFD || Characters.IsControl(rune)
                ? null
                : Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune);
        }

        if (Ideographs)
            text = string.Concat(text.EnumerateRunes().Select(rune => Characters.IsIdeograph(rune) ? $" {rune} " : rune.ToString()));
        if (StripAccents)
        {
            text = Characters.Map(
                UnicodeForms.Nfd(text), rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? null : rune);
        }

        return Lower ? Characters.Lower(text) : text;
    }

    /// <summary>Words and single punctuation marks.</summary>
    public static IEnumerable<Piece> Split(Piece piece) =>
        piece.Split(Rune.IsWhiteSpace, SplitBehaviour.Removed).SelectMany(word => word.Split(Characters.IsPunctuation, SplitBehaviour.Isolated));
}
