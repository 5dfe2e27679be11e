namespace PreferenceFlow.FlowModel.Text;

/// <summary>What happened to a stretch of text.</summary>
public enum DiffKind
{
    /// <summary>It stands in both texts.</summary>
    Equal,

    /// <summary>It stands in the original alone.</summary>
    Deleted,

    /// <summary>It stands in the edited text alone.</summary>
    Inserted,
}

/// <summary>One stretch of a comparison.</summary>
/// <param name="Kind">What happened to it.</param>
/// <param name="Text">Its text, never empty.</param>
public sealed record DiffRun(DiffKind Kind, string Text);

/// <summary>Two texts side by side, for display.</summary>
public static class WordDiff
{
    /// <summary>
    /// The runs in reading order; a replaced stretch is its deletion, then its insertion. Equal and deleted runs, joined, are the original;
    /// equal and inserted ones the edited text.
    /// </summary>
    public static IReadOnlyList<DiffRun> Runs(string original, string edited)
    {
        var runs = new List<DiffRun>();
        var end = 0;
        foreach (var edit in TextDiff.Edits(original, edited))
        {
            Add(DiffKind.Equal, original[end..edit.Start]);
            Add(DiffKind.Deleted, edit.Original);
            Add(DiffKind.Inserted, edit.Replacement);
            end = edit.Start + edit.Original.Length;
        }

        Add(DiffKind.Equal, original[end..]);
        return runs;

        void Add(DiffKind kind, string text)
        {
            if (text.Length > 0)
                runs.Add(new DiffRun(kind, text));
        }
    }
}
