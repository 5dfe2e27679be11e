using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Chat;

/// <summary>Writes an event with the texts that its pieces now have: where none changed, the very bytes it came in.</summary>
internal static class ChunkWriter
{
    public static void Write(IBufferWriter<byte> output, SseEvent held, IEnumerable<(ChunkPiece Piece, string Text)> texts)
    {
        var edits = texts
            .Where(text => text.Text != text.Piece.Text)
            .Select(text => new ByteEdit(text.Piece.Content.Start, text.Piece.Content.End, ByteSplice.Quote(text.Text)))
            .OrderBy(edit => edit.Start)
            .ToList();
        if (edits.Count == 0)
        {
            output.Write(held.Raw.Span);
            return;
        }

        if (held.Raw.Span.StartsWith("\n"u8))
            output.Write("\n"u8); // the second half of the CRLF that ended the event before
        SseWriter.WriteEvent(output, held.Type, held.Id, ByteSplice.Apply(held.Data!.Value, edits).Span);
    }
}
