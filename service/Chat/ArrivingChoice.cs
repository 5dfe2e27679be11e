using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

/// <summary>Decides about a text, with the most words that may be changed in it.</summary>
internal delegate Task<QueueResult> DecideText(string text, int? maxEdits);

/// <summary>The text of one choice while it arrives: each sentence is decided about by itself, in order.</summary>
/// <param name="maxEdits">Most words changed in all sentences together; null for no limit.</param>
internal sealed class ArrivingChoice(DecideText decide, int? maxEdits)
{
    private const int LongestSentence = 16 << 10; // UTF-16 code units

    private readonly SegmentReader reader = new(LongestSentence);
    private readonly Queue<ArrivingPiece> pieces = new(); // those with text not decided about
    private readonly Queue<Segment> segments = new();     // certain, not decided about
    private readonly List<AlignmentDecision> decisions = [];
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
            bypass ??= result.Bypass;
            if (result.Decision is { } decision)
            {
                decisions.Add(decision);
                editsLeft -= decision.Edits.Sum(edit => edit.Words);
            }

            Settle(segment.Text.Length, result.Decision);
        }
    }

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
