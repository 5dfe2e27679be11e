using System.Globalization;
using System.Text.Json;

namespace PreferenceFlow.Service.Json;

/// <summary>Strings that may begin or end in half a surrogate pair: some upstreams split an emoji's two escapes over two events.</summary>
internal static class LooseString
{
    private const int EscapeLength = 6; // \uXXXX

    /// <exception cref="JsonException">A surrogate stands alone within the text.</exception>
    public static string Read(ReadOnlySpan<byte> json, JsonSlice value)
    {
        var inner = value.In(json)[1..^1];
        var first = Surrogate(inner, 0) is { } low && char.IsLowSurrogate(low) ? $"{low}" : "";
        var end = inner.Length - EscapeLength;
        var last = Surrogate(inner, end) is { } high && char.IsHighSurrogate(high) && IsEscape(inner, end) ? $"{high}" : "";
        if (first.Length + last.Length == 0)
            return JsonSlices.Text(json, value);

        byte[] whole = [(byte)'"', .. inner[(first.Length * EscapeLength)..^(last.Length * EscapeLength)], (byte)'"'];
        return first + JsonSlices.Text(whole, new(0, whole.Length, JsonTokenType.String)) + last;
    }

    /// <summary>True where no surrogate stands alone.</summary>
    public static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsPair(text, index))
                index++;
            else if (char.IsSurrogate(text[index]))
                return false;
        }

        return true;
    }

    /// <summary>True where a surrogate pair begins.</summary>
    public static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);

    private static char? Surrogate(ReadOnlySpan<byte> inner, int start) =>
        start >= 0 && start + EscapeLength <= inner.Length && inner[start..].StartsWith("\\u"u8) &&
        ushort.TryParse(inner.Slice(start + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) &&
        char.IsSurrogate((char)code)
            ? (char)code
            : null;

    // Not so where the backslash is itself escaped.
    private static bool IsEscape(ReadOnlySpan<byte> inner, int start) =>
        (start - 1 - inner[..start].LastIndexOfAnyExcept((byte)'\\')) % 2 == 0;
}
