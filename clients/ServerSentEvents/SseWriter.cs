using System.Buffers;
using System.Text;

namespace PreferenceFlow.Clients.ServerSentEvents;

/// <summary>Writes server-sent events, with LF line ends.</summary>
public static class SseWriter
{
    /// <summary>Writes one event; data with line feeds becomes several <c>data</c> lines.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, string? type, string? id, ReadOnlySpan<byte> data)
    {
        if (type is not null)
            WriteLine(output, "event: "u8, Encoding.UTF8.GetBytes(type));
        if (id is not null)
            WriteLine(output, "id: "u8, Encoding.UTF8.GetBytes(id));
        foreach (var range in data.Split((byte)'\n'))
            WriteLine(output, "data: "u8, data[range]);
        output.Write("\n"u8);
    }

    /// <summary>Writes a comment, which clients ignore. Only between events.</summary>
    /// <exception cref="ArgumentException">The text has a line break.</exception>
    public static void WriteComment(IBufferWriter<byte> output, string text)
    {
        if (text.AsSpan().ContainsAny('\r', '\n'))
            throw new ArgumentException("A comment is one line.", nameof(text));
        WriteLine(output, ": "u8, Encoding.UTF8.GetBytes(text));
        output.Write("\n"u8);
    }

    private static void WriteLine(IBufferWriter<byte> output, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        output.Write(field);
        output.Write(value);
        output.Write("\n"u8);
    }
}
