using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Rewrites a text before it is cut.</summary>
internal delegate string Normalizer(string text);

/// <summary>The normalizers of a <c>tokenizer.json</c>.</summary>
internal static class Normalizers
{
    private const string Known =
        "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip and StripAccents";

    /// <exception cref="InvalidDataException">The file asks for one that is not supported; the message names it.</exception>
    public static Normalizer Read(JsonField field)
    {
        if (field.IsMissing)
            return text => text;
        switch (field["type"].Text())
        {
            case "BertNormalizer":
                return BertText.Read(field).Normalise;
            case "ByteLevel":
                return ByteAlphabet.Of;
            case "Lowercase":
                return Characters.Lower;
            case "NFC":
                return UnicodeForms.Nfc;
            case "NFD":
                return UnicodeForms.Nfd;
            case "NFKC":
                return UnicodeForms.Nfkc;
            case "NFKD":
                return UnicodeForms.Nfkd;
            case "Nmt":
                return Nmt;
            case "Precompiled":
                return PrecompiledMap.Read(field["precompiled_charsmap"]).Normalise;
            case "Prepend":
                var prefix = field["prepend"].Text();
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                var (pattern, content) = (TokenPattern.Read(field["pattern"]), field["content"].Text());
                return text => pattern.Replace(text, content);
            case "Sequence":
                Normalizer[] steps = [.. field["normalizers"].Items().Select(Read)];
                return text => steps.Aggregate(text, (current, step) => step(current));
            case "Strip":
                var (left, right) = (field["strip_left"].Flag(whereMissing: true), field["strip_right"].Flag(whereMissing: true));
                return text => left && right ? text.Trim() : left ? text.TrimStart() : right ? text.TrimEnd() : text;
            case "StripAccents":
                return text => Characters.Map(text, rune => Characters.IsMark(rune) ? null : rune);
            default:
                throw field["type"].Unsupported(Known);
        }
    }

    private static string Nmt(string text) => Characters.Map(text, rune => rune.Value switch
    {
        (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F => null,
        9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => new Rune(' '),
        _ => rune,
    });
}
