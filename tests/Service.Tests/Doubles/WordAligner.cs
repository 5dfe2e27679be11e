using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A deterministic aligner: replaces one word by another wherever it stands.</summary>
internal sealed class WordAligner(string word, string replacement) : IAligner
{
    private int calls;

    public int Calls => calls;

    public AlignmentRequest? Last { get; private set; }

    /// <summary>Runs before each decision, with its token.</summary>
    public Action<CancellationToken> Before { get; set; } = _ => { };

    public AlignmentDecision Decide(AlignmentRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        Last = request;
        Before(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var edits = new List<TextEdit>();
        for (var at = request.Answer.IndexOf(word, StringComparison.Ordinal); at >= 0; at = request.Answer.IndexOf(word, at + word.Length, StringComparison.Ordinal))
            edits.Add(new(at, word, replacement));

        var changed = edits.Count > 0;
        return new()
        {
            Text = changed ? request.Answer.Replace(word, replacement, StringComparison.Ordinal) : request.Answer,
            Reason = changed ? AlignmentReason.Edited : AlignmentReason.NothingProposed,
            Gain = changed ? new(1.5, 0.25, 1.25) : default,
            GainLowerBound = changed ? 1.25 : null,
            Edits = edits,
            Times = new(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1)),
        };
    }
}
