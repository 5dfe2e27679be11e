using System.Buffers;
using System.Text;

namespace PreferenceFlow.Service.Json;

/// <summary>Bytes to put in the place of others.</summary>
internal readonly record struct ByteEdit(int Start, int End, ReadOnlyMemory<byte> Replacement);

/// <summary>Replaces stretches of a document and copies the rest as it is.</summary>
internal static class ByteSplice
{
    /// <param name="edits">In order, not overlapping.</param>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> source, IReadOnlyList<ByteEdit> edits)
    {
        if (edits.Count == 0)
            return source;

        var output = new ArrayBufferWriter<byte>(source.Length + edits.Sum(edit => edit.Replacement.Length));
        var position = 0;
        foreach (var edit in edits)
        {
            output.Write(source.Span[position..edit.Start]);
            output.Write(edit.Replacement.Span);
            position = edit.End;
        }

        output.Write(source.Span[position..]);
        return output.WrittenMemory;
    }

    /// <summary>A text as a JSON string with its quotes.</summary>
    /// <remarks>Only what JSON demands is escaped, and what UTF-8 cannot say; the framework's writer would escape emoji too.</remarks>
    public static ReadOnlyMemory<byte> Quote(string text)
    {
        var output = new StringBuilder(text.Length + 2).Append('"');
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            _ = character switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                < ' ' => output.Append($"\\u{(int)character:x4}"),
                _ when LooseString.IsPair(text, index) => output.Append(character).Append(text[++index]),
                _ when char.IsSurrogate(character) => output.Append($"\\u{(int)character:x4}"),
                _ => output.Append(character),
            };
        }

        return Encoding.UTF8.GetBytes(output.Append('"').ToString());
    }
}
