using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>What becomes of the delimiters that a pre-tokenizer finds.</summary>
internal enum SplitBehaviour { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous }

/// <summary>A stretch of text between two cuts.</summary>
/// <param name="Text">What stands there.</param>
/// <param name="AtStart">True where it begins the whole text.</param>
internal readonly record struct Piece(string Text, bool AtStart)
{
    public Piece Part(int start, int end) => new(Text[start..end], AtStart && start == 0);

    /// <summary>Cuts at delimiters.</summary>
    /// <param name="delimiters">Where they are, in order and apart; empty ones do not count.</param>
    /// <param name="behaviour">What becomes of them.</param>
    /// <param name="invert">True to take what lies between for the delimiters.</param>
    public IEnumerable<Piece> Split(IEnumerable<(int Start, int End)> delimiters, SplitBehaviour behaviour, bool invert = false)
    {
        var spans = new List<(int Start, int End, bool Delimiter)>();
        var last = 0;
        foreach (var (start, end) in delimiters)
        {
            if (start > last)
                spans.Add((last, start, invert));
            if (end > start)
                spans.Add((start, end, !invert));
            last = Math.Max(last, end);
        }

        if (last < Text.Length)
            spans.Add((last, Text.Length, invert));
        var piece = this;
        return Merge(spans, behaviour).Select(span => piece.Part(span.Start, span.End));
    }

    /// <summary>Cuts at single characters.</summary>
    public IEnumerable<Piece> Split(Func<Rune, bool> isDelimiter, SplitBehaviour behaviour)
    {
        var delimiters = new List<(int, int)>();
        var at = 0;
        foreach (var rune in Text.EnumerateRunes())
        {
            if (isDelimiter(rune))
                delimiters.Add((at, at + rune.Utf16SequenceLength));
            at += rune.Utf16SequenceLength;
        }

        return Split(delimiters, behaviour);
    }

    private static IEnumerable<(int Start, int End)> Merge(List<(int Start, int End, bool Delimiter)> spans, SplitBehaviour behaviour)
    {
        bool Joins(int i) => behaviour switch // with the one before
        {
            SplitBehaviour.Contiguous => spans[i].Delimiter == spans[i - 1].Delimiter,
            SplitBehaviour.MergedWithPrevious => spans[i].Delimiter && !spans[i - 1].Delimiter,
            SplitBehaviour.MergedWithNext => spans[i - 1].Delimiter && !spans[i].Delimiter,
            _ => false,
        };

        for (int i = 0, next; i < spans.Count; i = next)
        {
            next = i + 1;
            while (next < spans.Count && Joins(next))
                next++;
            if (behaviour != SplitBehaviour.Removed || !spans[i].Delimiter)
                yield return (spans[i].Start, spans[next - 1].End);
        }
    }
}
