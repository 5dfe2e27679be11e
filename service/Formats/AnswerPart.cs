using System.Text.Json;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>A piece of text and where it stands.</summary>
/// <param name="Choice">Which of the answer's texts it is a piece of.</param>
internal readonly record struct TextPiece(long Choice, string Text, JsonSlice Place);

/// <summary>What one JSON document holds of the answer's texts: all of them, or what one event of a stream brings.</summary>
internal sealed class AnswerPart
{
    private readonly ReadOnlyMemory<byte> json;

    private readonly bool isEvent;

    private AnswerPart(ReadOnlyMemory<byte> json, bool isEvent)
    {
        this.json = json;
        this.isEvent = isEvent;
    }

    public List<TextPiece> Pieces { get; } = [];

    /// <summary>Whole texts told once more, after their pieces.</summary>
    public List<TextPiece> Repeats { get; } = [];

    /// <summary>Texts that end here; of a document with several answers all, those without text too.</summary>
    public List<long> Finished { get; } = [];

    /// <summary>The tokens that the answer took, as far as this says so.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>Why nothing may be changed; null where nothing speaks against it.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>Reads an answer that came as one document.</summary>
    public static AnswerPart Of(ReadOnlyMemory<byte> answer, IAnswerFormat format)
    {
        var part = Read(new(answer, isEvent: false), format.ReadAnswer);
        if (part.Pieces.Count == 0)
            part.Forbid(BypassReason.NoText);
        return part;
    }

    /// <summary>Reads an event; one without data holds nothing.</summary>
    public static AnswerPart Of(SseEvent next, IAnswerFormat format) =>
        next is { IsDone: false, Data: { } data }
            ? Read(new(data, isEvent: true), format.ReadEvent)
            : new(next.Data ?? default, isEvent: true);

    public void Forbid(BypassReason? reason) => Bypass ??= reason;

    /// <summary>Takes the text of a member; one that is absent is none.</summary>
    public void Take(long choice, JsonObjectView holder, string name) => Take(Pieces, choice, holder, name);

    /// <summary>Takes the text of a member that repeats what came before.</summary>
    public void TakeRepeat(long choice, JsonObjectView holder, string name) => Take(Repeats, choice, holder, name);

    /// <summary>The bytes with the texts as they now are; the very same bytes where none changed.</summary>
    /// <param name="pieces">For each of <see cref="Pieces"/> its text.</param>
    /// <param name="repeat">The text in the place of one of <see cref="Repeats"/>.</param>
    public ReadOnlyMemory<byte> With(IEnumerable<string> pieces, Func<TextPiece, string> repeat) => ByteSplice.Apply(json, [..
        Pieces.Zip(pieces, (Piece, Text) => (Piece, Text)).Concat(Repeats.Select(piece => (Piece: piece, Text: repeat(piece))))
            .Where(changed => changed.Text != changed.Piece.Text)
            .Select(changed => new ByteEdit(changed.Piece.Place.Start, changed.Piece.Place.End, ByteSplice.Quote(changed.Text)))
            .OrderBy(edit => edit.Start)]);

    private static AnswerPart Read(AnswerPart part, Action<AnswerPart, JsonObjectView> read)
    {
        try
        {
            var root = new JsonObjectView(part.json, JsonSlices.Root(part.json.Span));
            part.Usage = TokenUsage.Of(root);
            read(part, root);
            return part;
        }
        catch (JsonException)
        {
            return new(part.json, part.isEvent) { Bypass = BypassReason.NotACompletion };
        }
    }

    private void Take(List<TextPiece> list, long choice, JsonObjectView holder, string name)
    {
        if (holder.Repeats(name))
            Forbid(BypassReason.NotACompletion);
        else if (holder[name] is { Kind: JsonTokenType.String } place)
            list.Add(new(choice, (isEvent ? holder.LooseText(name) : holder.Text(name))!, place));
        else if (holder[name] is not null)
            Forbid(BypassReason.NoText);
    }
}
