namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Cuts an answer while it arrives, as <see cref="Segmenter"/> cuts the whole. A segment is given once no text to come can move its
/// ends: for a sentence that is when the next one has begun or its paragraph is over, for code and tables each line of them. One thing
/// is not waited for: a row of equals signs or a table's rule under a line that holds several sentences, which would make it structure.
/// </summary>
/// <param name="limit">Longest text kept back, in UTF-16 code units; a longer one is given as not editable.</param>
public sealed class SegmentReader(int limit)
{
    private string _pending = "";
    private int _start; // of the pending text in the answer
    private MarkdownState _state = MarkdownState.Start;

    /// <summary>Takes the next piece of the answer, of any length.</summary>
    /// <returns>
    /// The segments that are certain by now, in order. What is not editable may come as several segments; two that may be edited are
    /// never joined.
    /// </returns>
    public IReadOnlyList<Segment> Append(string text)
    {
        _pending += text;
        var settled = new List<Segment>();
        var end = 0; // everything before it is in a segment
        var blocks = MarkdownBlocks.Read(_pending, _state, isWhole: false);
        var closed = blocks.Lines.LastOrDefault(line => line.IsClosed).End;
        var open = OpenMarks.First(_pending, closed);
        var (begun, whole) = (LastLetter(_pending.Length), LastLetter(_pending.AsSpan().LastIndexOfAny(" \t\r\n")));
        var sentences = blocks.Paragraphs.SelectMany(paragraph => Sentences.Find(_pending, paragraph)).ToList();
        var certain = sentences.FindLastIndex(IsCertain);
        foreach (var sentence in sentences.Take(certain + 1))
        {
            Add(sentence.Start, editable: false);
            Add(sentence.End, editable: true);
        }

        var waiting = certain + 1 < sentences.Count ? sentences[certain + 1].Start : _pending.Length;
        var state = end == 0 ? _state : blocks.Lines.First(line => line.End >= end).After with { MidLine = true };
        if (blocks.Lines.LastOrDefault(line => line.IsClosed && line.End <= waiting) is var structure && structure.End > end)
        {
            Add(structure.End, editable: false);
            state = structure.After;
        }

        if (_pending.Length - end > limit)
        {
            Add(_pending.Length, editable: false);
            state = AfterCutLine(blocks.Lines[^1]);
        }

        (_pending, _start, _state) = (_pending[end..], _start + end, state);
        return settled;

        // The word after a full stop need only have begun; one after a line break may join with the word before it ("5\nMay").
        bool IsCertain(TextSpan sentence) => sentence.End <= closed
            || (sentence.End <= Math.Min(open, Sentences.EndsInStop(sentence.Of(_pending)) ? begun : whole)
                && !IsProtected(blocks, sentence.End));

        void Add(int next, bool editable)
        {
            if (next > end)
                settled.Add(new Segment(_start + end, _pending[end..next], editable));
            end = next;
        }
    }

    /// <summary>Says that the answer is complete.</summary>
    /// <returns>The segments that were not given yet.</returns>
    public IReadOnlyList<Segment> End()
    {
        var rest = Segmenter.Cut(_pending, _state);
        var segments = rest.ConvertAll(segment => segment with { Start = _start + segment.Start });
        (_pending, _start) = ("", _start + _pending.Length);
        return segments;
    }

    // No more of a line that was given in part is edited.
    private MarkdownState AfterCutLine(MarkdownBreak last) => _pending[^1] == '\n'
        ? last.After
        : last.After with { MidLine = true, Block = last.After.Block ?? BlockFence.ThisLine };

    // To go on from inside of a protected span would be to forget it.
    private bool IsProtected(MarkdownBlocks blocks, int at)
    {
        var paragraph = blocks.Paragraphs.First(paragraph => paragraph.End >= at);
        var place = at - paragraph.Start;
        return ProtectedSpans.Find(paragraph.Of(_pending)).Any(span => span.Start < place && place < span.End);
    }

    // Index of the last letter before a place, or -1. Up to it lines have shown what they are, and what follows a full stop is known.
    private int LastLetter(int before)
    {
        var at = before - 1;
        while (at >= 0 && !(char.IsLetter(_pending[at]) || char.IsSurrogate(_pending[at])))
            at--;
        return at;
    }
}
