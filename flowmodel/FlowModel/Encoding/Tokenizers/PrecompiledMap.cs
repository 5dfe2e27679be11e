using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>
/// SentencePiece's rules of normalisation as its models carry them: a double-array trie (Aoe, 1989; the layout of Darts-clone) over the
/// UTF-8 bytes of what is replaced, whose values are places in a text of replacements that each end in a zero byte.
/// </summary>
/// <param name="units">The trie.</param>
/// <param name="replacements">UTF-8.</param>
internal sealed class PrecompiledMap(uint[] units, byte[] replacements)
{
    /// <summary>Longest cluster, in bytes of UTF-8, that is looked up whole.</summary>
    private const int LongestCluster = 5;

    /// <param name="field">Base64: the trie's length in bytes as four bytes, lowest first; the trie; the replacements.</param>
    /// <exception cref="InvalidDataException">It is not such a map.</exception>
    public static PrecompiledMap Read(JsonField field)
    {
        var bytes = new byte[field.Text().Length];
        if (!Convert.TryFromBase64String(field.Text(), bytes, out var length))
            throw field.Bad("base64 was expected");
        var size = length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size % 4 != 0 || size == 0 || size > length - 4)
            throw field.Bad("it is cut: a trie and its replacements were expected");
        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (4 * i)));
        return new(units, bytes[(4 + (int)size)..length]);
    }

    /// <summary>Each cluster that the map knows is replaced whole, else each of its characters that it knows.</summary>
    public string Normalise(string text)
    {
        var result = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[LongestCluster];
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + StringInfo.GetNextTextElementLength(text, start);
            var cluster = text.AsSpan(start, end - start);
            if (System.Text.Encoding.UTF8.TryGetBytes(cluster, bytes, out var written) && Find(bytes[..written]) is { } whole)
            {
                result.Append(whole);
                continue;
            }

            foreach (var rune in cluster.EnumerateRunes())
            {
                if (Find(bytes[..rune.EncodeToUtf8(bytes)]) is { } one)
                    result.Append(one);
                else
                    result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    /// <summary>The replacement of the shortest known prefix, as the reference has it; null where there is none.</summary>
    private string? Find(ReadOnlySpan<byte> key)
    {
        var node = Offset(units[0]);
        foreach (var value in key)
        {
            node ^= value;
            if (value == 0 || node >= units.Length || (units[node] & 0x800000FF) != value)
                return null;
            var isEnd = (units[node] & 0x100) != 0;
            node ^= Offset(units[node]);
            if (isEnd && node < units.Length)
                return Replacement((int)(units[node] & int.MaxValue));
        }

        return null;
    }

    private string? Replacement(int start)
    {
        if (start >= replacements.Length)
            return null;
        var rest = replacements.AsSpan(start);
        var end = rest.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static int Offset(uint unit) => (int)((unit >> 10) << (int)((unit & 0x200) >> 6));
}
