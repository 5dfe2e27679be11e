using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Cuts a pair of texts into pairs of segments, so that training sees what serving will: one sentence at a time.</summary>
public static class SegmentCutter
{
    /// <summary>
    /// Aligns the two texts by words and cuts the chosen one where the rejected one is cut. What is inserted at a boundary belongs to
    /// the left segment, or to the first at the start; but never to a segment that may not be edited when its neighbour may be.
    /// </summary>
    /// <param name="rejected">The source text.</param>
    /// <param name="segments">Its segments, as <see cref="Segmenter.Cut"/> gives them.</param>
    /// <param name="chosen">The target text.</param>
    /// <returns>
    /// One pair for each segment; both sides, joined, are the texts. For an empty <paramref name="rejected"/> there is no segment and
    /// the result is empty.
    /// </returns>
    public static IReadOnlyList<SegmentPair> Cut(string rejected, IReadOnlyList<Segment> segments, string chosen)
    {
        if (segments.Count == 0)
            return [];

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var source = WordSequence.Split(rejected, ids, segments.Select(static segment => segment.End));
        var target = WordSequence.Split(chosen, ids);
        var steps = WordAlignment.Align(source.Ids, target.Ids, Gaps(source, segments));

        var owners = Owners(steps, source, segments);
        var ends = new int[segments.Count]; // where each stretch of the chosen text ends
        var word = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            while (word < owners.Length && owners[word] == i)
                word++;
            ends[i] = target.Starts[word];
        }

        HandOverSpace(chosen, segments, ends);
        return [.. segments.Select((segment, i) => new SegmentPair { Rejected = segment, Chosen = chosen[Start(ends, i)..ends[i]] })];
    }

    // A sentence has no white space at its ends, before or after the edit: it goes to the neighbour that may hold it.
    private static void HandOverSpace(string chosen, IReadOnlyList<Segment> segments, int[] ends)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            if (!segments[i].Editable)
                continue;
            if (i > 0 && !segments[i - 1].Editable)
                ends[i - 1] = ends[i] - chosen.AsSpan(ends[i - 1]..ends[i]).TrimStart().Length;
            var start = Start(ends, i);
            if (i + 1 < segments.Count && !segments[i + 1].Editable)
                ends[i] = start + chosen.AsSpan(start..ends[i]).TrimEnd().Length;
        }
    }

    private static int Start(int[] ends, int i) => i == 0 ? 0 : ends[i - 1];

    // Whole segments are deleted rather than parts of two, and text is inserted where it may be edited.
    private static GapCosts Gaps(WordSequence source, IReadOnlyList<Segment> segments)
    {
        var places = source.Starts.Length;
        var gaps = new GapCosts { DeleteFrom = new int[places], DeleteTo = new int[places], InsertAt = new int[places] };
        var segment = 0;
        for (var word = 0; word < places; word++)
        {
            if (segment + 1 < segments.Count && source.Starts[word] > segments[segment].End)
                segment++;
            var isBoundary = source.Starts[word] == segments[segment].End || word == 0;
            gaps.DeleteFrom[word] = GapCosts.Run + (isBoundary ? 0 : 1);
            gaps.DeleteTo[word] = isBoundary ? 0 : 1;
            gaps.InsertAt[word] = GapCosts.Run + (segments[Receiver(segment, isBoundary && word > 0, segments)].Editable ? 0 : 1);
        }

        return gaps;
    }

    // For each target word the index of its segment, never falling.
    private static int[] Owners(AlignmentStep[] steps, WordSequence source, IReadOnlyList<Segment> segments)
    {
        var owners = new List<int>();
        var (word, segment) = (0, 0); // the next source word, and the segment of the last one taken
        foreach (var step in steps)
        {
            if (step == AlignmentStep.Insert)
            {
                owners.Add(Receiver(segment, atEnd: source.Starts[word] == segments[segment].End, segments));
                continue;
            }

            while (source.Starts[word] >= segments[segment].End)
                segment++;
            word++;
            if (step == AlignmentStep.Pair)
                owners.Add(segment);
        }

        // An insertion handed to the right may be followed by none, but words before it must not overtake it.
        for (var i = owners.Count - 2; i >= 0; i--)
            owners[i] = Math.Min(owners[i], owners[i + 1]);
        return [.. owners];
    }

    private static int Receiver(int left, bool atEnd, IReadOnlyList<Segment> segments) =>
        atEnd && !segments[left].Editable && left + 1 < segments.Count && segments[left + 1].Editable ? left + 1 : left;
}
