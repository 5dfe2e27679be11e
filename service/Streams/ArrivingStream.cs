using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Streams;

/// <summary>A stream's events while it arrives: they keep their order, and each waits until all text in it is decided about.</summary>
/// <param name="limited">True where the request limits the answer's tokens.</param>
/// <param name="limit">Most bytes of events that wait.</param>
internal sealed class ArrivingStream(
    IAnswerFormat format, DecideSentence decide, int? maxEdits, IReadOnlyList<string> stops, bool limited, int limit)
{
    private readonly Queue<(SseEvent Event, AnswerPart Part, List<ArrivingPiece> Pieces)> waiting = new();
    private readonly SortedDictionary<long, ArrivingChoice> choices = [];
    private readonly EventWriter writer = new(new());
    private ArrayBufferWriter<byte> ready = new();
    private int size;

    /// <summary>Why the rest of the stream may not be changed; null so far.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>The tokens that the answer took, as far as it says so.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>True once the event that ends the stream has come.</summary>
    public bool Done { get; private set; }

    /// <summary>True once a text was changed.</summary>
    public bool Changed => choices.Values.Any(choice => choice.Result.Decision is { Changed: true });

    /// <summary>True when there is something to send.</summary>
    public bool HasReady => ready.WrittenCount > 0;

    public bool IsEmpty => !HasReady && waiting.Count == 0;

    /// <summary>Takes the next event, and decides about the sentences that it makes certain.</summary>
    public async Task AddAsync(SseEvent next)
    {
        var (part, pieces) = Hold(next);
        if (Bypass is not null)
            return;

        foreach (var piece in pieces.Where(piece => piece.Left > 0))
            Choice(piece.Piece.Choice).Add(piece);
        foreach (var finished in part.Finished)
        {
            if (choices.TryGetValue(finished, out var choice) && !choice.Ended)
                choice.End();
        }

        await Task.WhenAll(choices.Values.Select(choice => choice.DecideAsync()));
        while (waiting.TryPeek(out var first) && first.Pieces.TrueForAll(piece => piece.Left == 0))
            Write(waiting.Dequeue());
        if (size > limit)
            Bypass = BypassReason.TooLarge;
    }

    /// <summary>The bytes that may leave, once.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var bytes = ready.WrittenMemory;
        ready = new();
        return bytes;
    }

    /// <summary>The bytes of all that still waits: what is not decided about leaves as it came.</summary>
    public ReadOnlyMemory<byte> Release()
    {
        while (waiting.TryDequeue(out var held))
            Write(held);
        return Take();
    }

    /// <summary>The bytes of an event behind a bypass: only what repeats a text that left changed is changed.</summary>
    public ReadOnlyMemory<byte> Pass(SseEvent next)
    {
        if (!Changed)
            return next.Raw;
        Hold(next);
        return Release();
    }

    /// <summary>Says that no more will come, and how the answer left.</summary>
    /// <param name="broken">True when the upstream broke off.</param>
    public AlignmentOutcome End(bool broken, AlignmentMode mode)
    {
        var results = choices.Values.Select(choice => choice.Result).ToList();
        var reason = broken ? BypassReason.UpstreamFailed
            : Bypass ?? (results.Count == 0 ? BypassReason.NoText
            : choices.Values.Any(choice => !choice.Ended) ? BypassReason.Incomplete
            : default(BypassReason?));
        return reason is { } bypass && results.TrueForAll(result => result.Decision is null)
            ? AlignmentOutcome.Bypassed(bypass)
            : AlignmentOutcome.Of(results, mode, reason);
    }

    private ArrivingChoice Choice(long index)
    {
        if (!choices.TryGetValue(index, out var choice))
            choices.Add(index, choice = new(decide, maxEdits, stops, new(limited)));
        return choice;
    }

    private (AnswerPart Part, List<ArrivingPiece> Pieces) Hold(SseEvent next)
    {
        var part = AnswerPart.Of(next, format);
        var pieces = part.Pieces.ConvertAll(piece => new ArrivingPiece(piece));
        waiting.Enqueue((next, part, pieces));
        size += next.Raw.Length;
        Done |= format.IsLast(next);
        Usage = Usage.Then(part.Usage);
        Bypass ??= part.Bypass;
        return (part, pieces);
    }

    private void Write((SseEvent Event, AnswerPart Part, List<ArrivingPiece> Pieces) held)
    {
        size -= held.Event.Raw.Length;
        writer.Write(ready, held.Event, held.Part, held.Pieces.ConvertAll(piece => piece.Text));
    }
}
