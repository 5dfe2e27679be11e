using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Candidates;

/// <summary>A response that came as one JSON document.</summary>
internal sealed class HeldDocument : IHeldAnswers
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly IAnswerFormat format;
    private readonly AnswerPart part;

    public HeldDocument(ReadOnlyMemory<byte> bytes, IAnswerFormat format)
    {
        (this.bytes, this.format, part) = (bytes, format, AnswerPart.Of(bytes, format));
        Counts.Read(bytes);
        Answers = [.. part.Pieces.GroupBy(piece => format.AnswerOf(piece.Choice))
            .Select(answer => new HeldAnswer(answer.Key, string.Concat(answer.Select(piece => piece.Text))))];
    }

    public BypassReason? Bypass => part.Bypass;

    public int Count => Math.Max(1, part.Finished.Count);

    public IReadOnlyList<HeldAnswer> Answers { get; }

    public TokenUsage Usage => part.Usage;

    public TokenCounts Counts { get; } = new();

    public ReadOnlyMemory<byte> Write(IReadOnlyList<long> kept, TokenCounts more) =>
        Bypass == BypassReason.NotACompletion ? bytes : more.AddTo(format.KeepInAnswer(bytes, kept));
}
