using System.Text;
using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>The edits that lead from one text to another, by words.</summary>
public static class TextDiff
{
    /// <summary>
    /// Finds the edits. They are few rather than fewest: what the texts share at both ends is set aside first, and beyond
    /// <see cref="WordAlignment.MostCells"/> what is left is one edit.
    /// </summary>
    /// <returns>Edits in order of their start, with unchanged text between them; applied, they give <paramref name="edited"/>.</returns>
    public static IReadOnlyList<TextEdit> Edits(string original, string edited)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var source = WordSequence.Split(original, ids);
        var target = WordSequence.Split(edited, ids);
        var same = source.Ids.AsSpan().CommonPrefixLength(target.Ids);
        var (sourceEnd, targetEnd) = (source.Ids.Length, target.Ids.Length);
        while (sourceEnd > same && targetEnd > same && source.Ids[sourceEnd - 1] == target.Ids[targetEnd - 1])
            (sourceEnd, targetEnd) = (sourceEnd - 1, targetEnd - 1);

        var edits = new List<TextEdit>();
        var (s, t) = (same, same);       // the next words
        var (from, into) = (same, same); // the first words of the change being read
        foreach (var step in Steps(source.Ids.AsSpan(same..sourceEnd), target.Ids.AsSpan(same..targetEnd)))
        {
            if (step == AlignmentStep.Pair && source.Ids[s] == target.Ids[t])
            {
                Close();
                (from, into) = (++s, ++t);
                continue;
            }

            s += step == AlignmentStep.Insert ? 0 : 1;
            t += step == AlignmentStep.Delete ? 0 : 1;
        }

        Close();
        return edits;

        void Close()
        {
            var start = source.Starts[from];
            if (s > from || t > into)
                edits.Add(new TextEdit(start, original[start..source.Starts[s]], edited[target.Starts[into]..target.Starts[t]]));
        }
    }

    /// <summary>Applies edits, in order of their start, to the text that they were made for.</summary>
    /// <exception cref="ArgumentException">An edit does not fit the text or lies before the one before it.</exception>
    public static string Apply(string original, IReadOnlyList<TextEdit> edits)
    {
        var text = new StringBuilder(original.Length);
        var end = 0;
        foreach (var edit in edits)
        {
            if (edit.Start < end || edit.Start > original.Length || !original.AsSpan(edit.Start).StartsWith(edit.Original))
                throw new ArgumentException($"The edit at {edit.Start} does not fit the text.", nameof(edits));
            text.Append(original, end, edit.Start - end).Append(edit.Replacement);
            end = edit.Start + edit.Original.Length;
        }

        return text.Append(original, end, original.Length - end).ToString();
    }

    private static AlignmentStep[] Steps(ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        if ((source.Length + 1L) * (target.Length + 1L) <= WordAlignment.MostCells)
            return WordAlignment.Align(source, target, GapCosts.Uniform(source.Length));
        return [.. Enumerable.Repeat(AlignmentStep.Delete, source.Length), .. Enumerable.Repeat(AlignmentStep.Insert, target.Length)];
    }
}
