using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PreferenceFlow.Service.Json;

/// <summary>Bytes to put in the place of others.</summary>
internal readonly record struct ByteEdit(int Start, int End, ReadOnlyMemory<byte> Replacement);

/// <summary>Replaces stretches of a document and copies the rest as it is.</summary>
internal static class ByteSplice
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>A text as a JSON string with its quotes; only what JSON demands is escaped.</summary>
    public static ReadOnlyMemory<byte> Quote(string text) => JsonSerializer.SerializeToUtf8Bytes(text, Relaxed);
}
