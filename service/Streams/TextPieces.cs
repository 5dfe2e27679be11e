using System.Text;
using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Streams;

/// <summary>Spreads a changed text over the pieces in which the original came, so that untouched pieces stay what they were.</summary>
internal static class TextPieces
{
    /// <param name="pieces">The original text in pieces; some may be empty.</param>
    /// <returns>As many pieces, which joined are the decision's text. No surrogate pair is split.</returns>
    public static IReadOnlyList<string> Spread(IReadOnlyList<string> pieces, AlignmentDecision decision)
    {
        var output = pieces.Select(_ => new StringBuilder()).ToArray();
        var ends = new int[pieces.Count];
        for (var index = 0; index < pieces.Count; index++)
            ends[index] = (index == 0 ? 0 : ends[index - 1]) + pieces[index].Length;

        // An edit's replacement goes to the piece that holds the edit's start.
        var original = string.Concat(pieces);
        var position = 0;
        foreach (var edit in decision.Edits.OrderBy(edit => edit.Start))
        {
            if (edit.Start < position || edit.Start + edit.Original.Length > original.Length)
                return All(pieces, decision.Text);
            Keep(original, position, edit.Start, ends, output);
            output[PieceAt(edit.Start, ends)].Append(edit.Replacement);
            position = edit.Start + edit.Original.Length;
        }

        Keep(original, position, original.Length, ends, output);
        MendPairs(output);
        var spread = output.Select(piece => piece.ToString()).ToList();
        return string.Concat(spread) == decision.Text ? spread : All(pieces, decision.Text);
    }

    private static void Keep(string original, int start, int end, int[] ends, StringBuilder[] output)
    {
        for (var position = start; position < end; position++)
            output[PieceAt(position, ends)].Append(original[position]);
    }

    // Empty pieces hold no position; what stands behind the text goes to the last piece that has some.
    private static int PieceAt(int position, int[] ends)
    {
        var index = FirstAtLeast(ends, position + 1);
        return index < ends.Length ? index : FirstAtLeast(ends, ends[^1]);
    }

    private static int FirstAtLeast(int[] ends, int value)
    {
        var (low, high) = (0, ends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ends[middle] >= value)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static void MendPairs(StringBuilder[] output)
    {
        for (var index = 0; index + 1 < output.Length; index++)
        {
            if (output[index] is { Length: > 0 } piece && char.IsHighSurrogate(piece[^1]))
            {
                output[index + 1].Insert(0, piece[^1]);
                piece.Length--;
            }
        }
    }

    private static string[] All(IReadOnlyList<string> pieces, string text)
    {
        var first = pieces.TakeWhile(piece => piece.Length == 0).Count();
        return [.. pieces.Select((_, index) => index == first ? text : "")];
    }
}
