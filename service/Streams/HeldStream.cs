using System.Buffers;
using System.Text.Json;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Candidates;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Streams;

/// <summary>A stream's events while they are held: the text of each choice, and the way back from a changed text to events.</summary>
/// <param name="limit">Most bytes.</param>
internal sealed class HeldStream(IAnswerFormat format, int limit) : IHeldAnswers
{
    private readonly List<(SseEvent Event, AnswerPart Part)> events = [];
    private readonly SortedSet<long> finished = [];
    private int size;

    /// <summary>Why the stream may not be changed; null so far.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>The tokens that the answer took, as far as it says so.</summary>
    public TokenUsage Usage { get; private set; }

    public TokenCounts Counts { get; } = new();

    public int Count => Math.Max(1, All().Select(piece => piece.Choice).Concat(finished).Select(format.AnswerOf).Distinct().Count());

    public IReadOnlyList<HeldAnswer> Answers => [.. Choices().GroupBy(format.AnswerOf)
        .Select(answer => new HeldAnswer(answer.Key, string.Concat(answer.Select(Text))))];

    /// <summary>True once the event that ends the stream has come.</summary>
    public bool Done { get; private set; }

    public void Add(SseEvent next)
    {
        var part = AnswerPart.Of(next, format);
        events.Add((next, part));
        Done |= format.IsLast(next);
        finished.UnionWith(part.Finished);
        Usage = Usage.Then(part.Usage);
        if (next.Data is { } data)
            Counts.Read(data);
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
    /// <param name="more">What is added to the usage that it tells.</param>
    public ReadOnlyMemory<byte> With(IReadOnlyDictionary<long, AlignmentDecision> changed, TokenCounts more)
    {
        var spread = changed.ToDictionary(
            pair => pair.Key,
            pair => new Queue<string>(TextPieces.Spread([.. Pieces(pair.Key)], pair.Value)));
        var output = new ArrayBufferWriter<byte>(size);
        var writer = new EventWriter(more);
        foreach (var (held, part) in events)
        {
            writer.Write(output, held, part, part.Pieces.ConvertAll(piece =>
                spread.TryGetValue(piece.Choice, out var texts) ? texts.Dequeue() : piece.Text));
        }

        return output.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Write(IReadOnlyList<long> kept, TokenCounts more)
    {
        var output = new ArrayBufferWriter<byte>(size);
        foreach (var (held, _) in events)
            output.Write(Keep(held, format, kept, more).Span);
        return output.WrittenMemory;
    }

    /// <summary>An event with some of the stream's answers; the very bytes it came in where all of it stays, none where nothing does.</summary>
    public static ReadOnlyMemory<byte> Keep(SseEvent next, IAnswerFormat format, IReadOnlyList<long> kept, TokenCounts more)
    {
        if (next.IsDone || next.Data is not { } came)
            return next.Raw;
        try
        {
            if (format.KeepInEvent(came, kept) is not { } left)
                return default;
            var data = more.AddTo(left);
            if (data.Equals(came))
                return next.Raw;
            var output = new ArrayBufferWriter<byte>(next.Raw.Length);
            SseWriter.WriteEvent(output, next.Type, next.Id, data.Span);
            return output.WrittenMemory;
        }
        catch (JsonException)
        {
            return next.Raw;
        }
    }

    private IEnumerable<string> Pieces(long choice) => All().Where(piece => piece.Choice == choice).Select(piece => piece.Text);

    private IEnumerable<TextPiece> All() => events.SelectMany(held => held.Part.Pieces);
}
