using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Candidates;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Streams;

/// <summary>Writes a stream's events with the texts that they now have, and remembers the texts for the events that repeat them.</summary>
/// <param name="more">What is added to the usage that they tell.</param>
internal sealed class EventWriter(TokenCounts more)
{
    private readonly Dictionary<long, ToldText> texts = [];

    /// <summary>Writes the next event: where nothing changed, the very bytes it came in.</summary>
    /// <param name="pieces">For each of the part's pieces its text.</param>
    public void Write(IBufferWriter<byte> output, SseEvent held, AnswerPart part, IReadOnlyList<string> pieces)
    {
        foreach (var (piece, text) in part.Pieces.Zip(pieces))
            Told(piece.Choice).Add(piece.Text, text);
        var data = more.AddTo(part.With(pieces, repeat => Told(repeat.Choice).Instead(repeat.Text)));
        if (held.Data is not { } came || data.Equals(came))
        {
            output.Write(held.Raw.Span);
            return;
        }

        if (held.Raw.Span.StartsWith("\n"u8))
            output.Write("\n"u8); // the second half of the CRLF that ended the event before
        SseWriter.WriteEvent(output, held.Type, held.Id, data.Span);
    }

    private ToldText Told(long choice)
    {
        if (!texts.TryGetValue(choice, out var told))
            texts.Add(choice, told = new());
        return told;
    }
}
