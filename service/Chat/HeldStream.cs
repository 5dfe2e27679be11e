using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

/// <summary>A stream's events while they are held: the text of each choice, and the way back from a changed text to events.</summary>
internal sealed class HeldStream(int limit)
{
    private readonly List<SseEvent> events = [];
    private readonly List<List<ChunkPiece>> pieces = []; // by event
    private readonly SortedSet<long> finished = [];
    private int size;

    /// <summary>Why the stream may not be changed; null so far.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>True once the event that ends the stream has come.</summary>
    public bool Done { get; private set; }

    public void Add(SseEvent next)
    {
        var chunk = ChatChunk.Of(next);
        events.Add(next);
        Done |= next.IsDone;
        pieces.Add(chunk.Pieces);
        finished.UnionWith(chunk.Finished);
        size += next.Raw.Length;
        Bypass ??= size > limit ? BypassReason.TooLarge : chunk.Bypass;
    }

    /// <summary>Says that no more will come.</summary>
    public void End()
    {
        var choices = Choices();
        if (choices.Count == 0)
            Bypass ??= BypassReason.NoText;
        else if (!choices.All(finished.Contains))
            Bypass ??= BypassReason.Incomplete;
    }

    /// <summary>The choices that have text, in order.</summary>
    public IReadOnlyList<long> Choices() =>
        [.. All().Where(piece => piece.Text.Length > 0).Select(piece => piece.Choice).Distinct().Order()];

    public string Text(long choice) => string.Concat(Pieces(choice));

    /// <summary>The events as they came.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Raw() => events.Select(held => held.Raw);

    /// <summary>The stream with changed texts: same events, ids and usage; only the events whose text changed are written anew.</summary>
    /// <param name="changed">The decisions that change a choice.</param>
    public ReadOnlyMemory<byte> With(IReadOnlyDictionary<long, AlignmentDecision> changed)
    {
        var spread = changed.ToDictionary(
            pair => pair.Key,
            pair => new Queue<string>(TextPieces.Spread([.. Pieces(pair.Key)], pair.Value)));
        var output = new ArrayBufferWriter<byte>(size);
        for (var index = 0; index < events.Count; index++)
        {
            ChunkWriter.Write(output, events[index], pieces[index].Select(piece =>
                (piece, spread.TryGetValue(piece.Choice, out var texts) ? texts.Dequeue() : piece.Text)));
        }

        return output.WrittenMemory;
    }

    private IEnumerable<string> Pieces(long choice) => All().Where(piece => piece.Choice == choice).Select(piece => piece.Text);

    private IEnumerable<ChunkPiece> All() => pieces.SelectMany(list => list);
}
