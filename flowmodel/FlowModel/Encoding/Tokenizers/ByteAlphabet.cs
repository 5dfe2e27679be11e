using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>GPT-2's alphabet for bytes: each of the 256 has a printable character, those of Latin-1 that print their own.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = Characters256();

    /// <summary>The UTF-8 bytes of a text in this alphabet.</summary>
    public static string Of(string text) => string.Create(
        System.Text.Encoding.UTF8.GetByteCount(text), text, static (target, source) =>
        {
            var at = 0;
            Span<byte> bytes = stackalloc byte[4];
            foreach (var rune in source.EnumerateRunes())
            {
                foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                    target[at++] = s_characters[value];
            }
        });

    private static char[] Characters256()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255) ? (char)value : (char)next++;
        return characters;
    }
}
