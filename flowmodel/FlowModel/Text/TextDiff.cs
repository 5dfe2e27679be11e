using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>The difference of two texts as replaced stretches.</summary>
public static class TextDiff
{
    /// <summary>The edits that turn <paramref name="original"/> into <paramref name="edited"/>, from left to right.</summary>
    public static IReadOnlyList<TextEdit> Edits(string original, string edited)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var (from, to) = (WordSequence.Split(original, ids), WordSequence.Split(edited, ids));
        var edits = new List<TextEdit>();
        var (i, j, startI, startJ) = (0, 0, 0, 0);

        void Flush()
        {
            if (startI < i || startJ < j)
                edits.Add(new(from.Starts[startI], original[from.Starts[startI]..from.Starts[i]], edited[to.Starts[startJ]..to.Starts[j]]));
        }

        foreach (var step in WordAlignment.Align(from.Ids, to.Ids, GapCosts.Uniform(from.Ids.Length)))
        {
            if (step == AlignmentStep.Pair && from.Ids[i] == to.Ids[j])
            {
                Flush();
                (startI, startJ) = (++i, ++j);
                continue;
            }

            i += step == AlignmentStep.Insert ? 0 : 1;
            j += step == AlignmentStep.Delete ? 0 : 1;
        }

        Flush();
        return edits;
    }
}
