using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Streams;

/// <summary>Decides about a sentence, with the most words that may be changed in it.</summary>
internal delegate Task<QueueResult> DecideSentence(string text, int? maxEdits);

/// <summary>The text of one choice while it arrives: each sentence is decided about by itself, in order.</summary>
/// <param name="maxEdits">Most words changed in all sentences together; null for no limit.</param>
/// <param name="stops">The request's stop strings.</param>
/// <param name="room">What of the request's limit of tokens is left to edits.</param>
internal sealed class ArrivingChoice(DecideSentence decide, int? maxEdits, IReadOnlyList<string> stops, StreamRoom room)
{
    private const int LongestSentence = 16 << 10; // UTF-16 code units

    private readonly SegmentReader reader = new(LongestSentence);
    private readonly Queue<ArrivingPiece> pieces = new(); // those with text not decided about
    private readonly Queue<Segment> segments = new();     // certain, not decided about
    private readonly List<AlignmentDecision> decisions = [];
    private readonly StopStrings guard = new(stops);
    private BypassReason? bypass;
    private int? editsLeft = maxEdits;

    /// <summary>True once its finish reason came.</summary>
    public bool Ended { get; private set; }

    /// <summary>The decisions so far as one, and why a sentence was not decided about, if one was not.</summary>
    public QueueResult Result => new(decisions.Count > 0 || (Ended && bypass is null) ? JoinedDecision.Of(decisions) : null, bypass);

    public void Add(ArrivingPiece piece)
    {
        if (Ended)
        {
            piece.Put(piece.Take(piece.Left));
            return;
        }

        pieces.Enqueue(piece);
        Enqueue(reader.Append(piece.Piece.Text));
    }

    public void End()
    {
        Enqueue(reader.End());
        Ended = true;
    }

    /// <summary>Decides about what has become certain.</summary>
    public async Task DecideAsync()
    {
        while (segments.TryDequeue(out var segment))
        {
            var result = segment.Editable ? await decide(segment.Text, editsLeft) : default;
            var decision = Guarded(segment.Text, result.Decision);
            bypass ??= result.Bypass;
            if (decision is not null)
                decisions.Add(decision);
            editsLeft -= decision?.Edits.Sum(edit => edit.Words) ?? 0;
            guard.Add(decision?.Text ?? segment.Text);
            room.Add(segment.Text, decision?.Text ?? segment.Text);
            Settle(segment.Text.Length, decision);
        }
    }

    private AlignmentDecision? Guarded(string text, AlignmentDecision? decision) =>
        decision is { Changed: true } && !(guard.Allow(text, decision.Text) && room.Allow(text, decision.Text))
            ? TokenLimit.Refused(text, decision)
            : decision;

    private void Enqueue(IEnumerable<Segment> certain)
    {
        foreach (var segment in certain)
            segments.Enqueue(segment);
    }

    // Over the same pieces: a sentence may begin and end inside of one.
    private void Settle(int length, AlignmentDecision? decision)
    {
        var owners = new List<ArrivingPiece>();
        var texts = new List<string>();
        for (var left = length; left > 0; left -= texts[^1].Length)
        {
            var piece = pieces.Peek();
            owners.Add(piece);
            texts.Add(piece.Take(left));
            if (piece.Left == 0)
                pieces.Dequeue();
        }

        var spread = decision is { Changed: true } ? TextPieces.Spread(texts, decision) : texts;
        foreach (var (owner, text) in owners.Zip(spread))
            owner.Put(text);
    }
}
