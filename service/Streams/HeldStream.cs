using System.Buffers;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Streams;

/// <summary>A stream's events while they are held: the text of each choice, and the way back from a changed text to events.</summary>
/// <param name="limit">Most bytes.</param>
internal sealed class HeldStream(IAnswerFormat format, int limit)
{
    private readonly List<(SseEvent Event, AnswerPart Part)> events = [];
    private readonly SortedSet<long> finished = [];
    private int size;

    /// <summary>Why the stream may not be changed; null so far.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>The tokens that the answer took, as far as it says so.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>True once the event that ends the stream has come.</summary>
    public bool Done { get; private set; }

    public void Add(SseEvent next)
    {
        var part = AnswerPart.Of(next, format);
        events.Add((next, part));
        Done |= format.IsLast(next);
        finished.UnionWith(part.Finished);
        Usage = Usage.Then(part.Usage);
        size += next.Raw.Length;
        Bypass ??= size > limit ? BypassReason.TooLarge : part.Bypass;
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
    public IEnumerable<ReadOnlyMemory<byte>> Raw() => events.Select(held => held.Event.Raw);

    /// <summary>The stream with changed texts: same events, ids and usage; only the events whose text changed are written anew.</summary>
    /// <param name="changed">The decisions that change a choice.</param>
    public ReadOnlyMemory<byte> With(IReadOnlyDictionary<long, AlignmentDecision> changed)
    {
        var spread = changed.ToDictionary(
            pair => pair.Key,
            pair => new Queue<string>(TextPieces.Spread([.. Pieces(pair.Key)], pair.Value)));
        var output = new ArrayBufferWriter<byte>(size);
        var writer = new EventWriter();
        foreach (var (held, part) in events)
        {
            writer.Write(output, held, part, part.Pieces.ConvertAll(piece =>
                spread.TryGetValue(piece.Choice, out var texts) ? texts.Dequeue() : piece.Text));
        }

        return output.WrittenMemory;
    }

    private IEnumerable<string> Pieces(long choice) => All().Where(piece => piece.Choice == choice).Select(piece => piece.Text);

    private IEnumerable<TextPiece> All() => events.SelectMany(held => held.Part.Pieces);
}
