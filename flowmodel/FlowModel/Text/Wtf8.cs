using System.Buffers;
using System.Text;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// UTF-8 that also carries lone surrogates, as three bytes each (WTF-8, https://simonsapin.github.io/wtf-8/). .NET strings may
/// hold them, and an answer that leaves the tokenizer must be the one that entered.
/// </summary>
internal static class Wtf8
{
    /// <summary>Most bytes that one UTF-16 code unit takes.</summary>
    public const int MostBytesPerUnit = 3;

    /// <summary>Writes the text as bytes.</summary>
    /// <param name="text">Any UTF-16 code units.</param>
    /// <param name="bytes">At least <see cref="MostBytesPerUnit"/> bytes for each unit.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var width);
            if (status == OperationStatus.Done)
                written += rune.EncodeToUtf8(bytes[written..]);
            else
                written += EncodeUnit(text[0], bytes[written..]);
            text = text[width..];
        }

        return written;
    }

    /// <summary>Number of bytes of one code point, from its first UTF-16 units.</summary>
    public static (int Units, int Bytes) Measure(ReadOnlySpan<char> text)
    {
        var status = Rune.DecodeFromUtf16(text, out var rune, out var width);
        return (width, status == OperationStatus.Done ? rune.Utf8SequenceLength : MostBytesPerUnit);
    }

    /// <summary>
    /// Reads bytes as text; what is no valid sequence becomes U+FFFD, since edited tokens may give any bytes.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var width) == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                width = MostBytesPerUnit;
            }
            else
            {
                text.Append('\uFFFD');
            }

            bytes = bytes[width..];
        }

        return text.ToString();
    }

    private static int EncodeUnit(char unit, Span<byte> bytes)
    {
        bytes[0] = (byte)(0xE0 | (unit >> 12));
        bytes[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        bytes[2] = (byte)(0x80 | (unit & 0x3F));
        return MostBytesPerUnit;
    }
}
