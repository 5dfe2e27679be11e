using System.Diagnostics;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>The decision rule over the edit flow, the reward ensemble and the gate. The service and the evaluation make the same call.</summary>
/// <remarks>
/// (1) segment   the answer into sentences; code, tables and white space are never offered
/// (2) propose   versions of each segment                    edit flow
/// (3) score     every version against its segment           reward ensemble
/// (4) gate      keep the segment unless a version is surely better
/// </remarks>
public sealed class Aligner(TextEditor editor, RewardEnsemble rewards, Gate gate) : IAligner
{
    public AlignmentDecision Decide(AlignmentRequest request, CancellationToken cancellationToken)
    {
        var segments = Segmenter.Cut(request.Answer);                                      // :: (1)
        var editable = Editable(request.Answer, segments);
        if (editable.Count == 0)
            return Unchanged(request, AlignmentReason.NothingToEdit, null, default);

        var start = Stopwatch.GetTimestamp();
        var proposals = editor.Propose(request, [.. editable.Select(s => s.Text)], cancellationToken); // :: (2)
        var proposed = Stopwatch.GetTimestamp();
        var gains = Score(editable, proposals, cancellationToken);                           // :: (3)
        var scored = Stopwatch.GetTimestamp();
        var verdicts = editable.Select((s, i) =>                                             // :: (4)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return gate.Choose(request, s.Text, gains[i]);
        }).ToList();
        var decision = Assemble(request, segments, editable, verdicts);
        return decision with
        {
            Times = new(
                Stopwatch.GetElapsedTime(start, proposed),
                Stopwatch.GetElapsedTime(proposed, scored),
                Stopwatch.GetElapsedTime(scored)),
        };
    }

    // Code or a quotation of several sentences is cut in two by their ends: all that it touches stays.
    private static List<Segment> Editable(string answer, IReadOnlyList<Segment> segments)
    {
        var spans = ProtectedSpans.Find(answer);
        var next = 0;
        bool IsCut(Segment segment)
        {
            while (next < spans.Count && spans[next].End <= segment.Start)
                next++;
            for (var i = next; i < spans.Count && spans[i].Start < segment.End; i++)
            {
                if (spans[i].Start < segment.Start || spans[i].End > segment.End)
                    return true;
            }

            return false;
        }

        return [.. segments.Where(s => s.Editable && !IsCut(s))];
    }

    private List<List<(string Text, MemberGains Gains)>> Score(
        List<Segment> segments, IReadOnlyList<IReadOnlyList<string>> proposals, CancellationToken cancellationToken)
    {
        var touched = Enumerable.Range(0, segments.Count).Where(i => proposals[i].Count > 0).ToList();
        if (touched.Count == 0)
            return [.. segments.Select(_ => new List<(string, MemberGains)>())];
        var readings = new Queue<RewardReading>(rewards.Read(
            "", [.. touched.SelectMany(i => proposals[i].Prepend(segments[i].Text))], cancellationToken));
        var gains = segments.Select(_ => new List<(string, MemberGains)>()).ToList();
        foreach (var i in touched)
        {
            var original = readings.Dequeue();
            gains[i].AddRange(proposals[i].Select(p => (p, rewards.Gain(readings.Dequeue(), original))));
        }

        return gains;
    }

    private AlignmentDecision Assemble(
        AlignmentRequest request, IReadOnlyList<Segment> segments, List<Segment> editable, List<Verdict> verdicts)
    {
        var budget = request.MaxEdits ?? int.MaxValue;
        var accepted = new Dictionary<int, Verdict>();
        foreach (var (segment, verdict) in editable.Zip(verdicts).Where(v => v.Second.Text is not null)
                     .OrderByDescending(v => v.Second.Gain.LowerBound))
        {
            var words = TextDiff.Edits(segment.Text, verdict.Text!).Sum(e => e.Words);
            if (words > budget)
                continue;
            budget -= words;
            accepted.Add(segment.Start, verdict);
        }

        var text = string.Concat(segments.Select(s => accepted.TryGetValue(s.Start, out var v) && s.Editable ? v.Text : s.Text));
        if (accepted.Count > 0 && !(Gate.KeepsStopStrings(request.StopStrings, request.Answer, text) && ProtectedSpans.Kept(request.Answer, text)))
            return Unchanged(request, AlignmentReason.GuardRefused, null, default);
        if (accepted.Count == 0)
        {
            var refused = verdicts.Where(v => v.Reason != AlignmentReason.NothingProposed).ToList();
            if (refused.Count == 0)
                return Unchanged(request, AlignmentReason.NothingProposed, null, default);
            var reason = refused.TrueForAll(v => v.Reason == AlignmentReason.GainTooSmall)
                ? AlignmentReason.GainTooSmall
                : AlignmentReason.GuardRefused; // an edit that the gate let pass and the budget did not counts here too
            return Unchanged(request, reason, refused.Max(v => v.Gain.LowerBound), default);
        }

        return new AlignmentDecision
        {
            Text = text,
            Reason = AlignmentReason.Edited,
            Gain = RewardScore.Sum([.. accepted.Values.Select(v => v.Gain)]),
            GainLowerBound = accepted.Values.Min(v => v.Gain.LowerBound),
            Edits = [.. segments.Where(s => s.Editable && accepted.ContainsKey(s.Start)).SelectMany(s =>
                TextDiff.Edits(s.Text, accepted[s.Start].Text!).Select(e => e with { Start = e.Start + s.Start }))],
            Pessimism = gate.Options.Pessimism,
            Times = default,
        };
    }

    private AlignmentDecision Unchanged(AlignmentRequest request, AlignmentReason reason, double? best, StageTimes times) =>
        new() { Text = request.Answer, Reason = reason, GainLowerBound = best, Pessimism = gate.Options.Pessimism, Times = times };
}
