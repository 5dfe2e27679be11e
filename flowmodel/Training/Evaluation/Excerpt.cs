using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Texts cut to a length that is read, an ellipsis where something is left out.</summary>
internal static class Excerpt
{
    private const string Ellipsis = "…";

    /// <summary>Characters kept on either side of a change.</summary>
    private const int Context = 60;

    /// <summary>The beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most UTF-16 code units before the ellipsis; a surrogate pair is not cut in two.</param>
    public static string Start(string text, int most) => text.Length <= most ? text : text[..Whole(text, most)] + Ellipsis;

    /// <summary>The changes between two texts with what stands around them; the whole where it is short enough.</summary>
    /// <param name="before">The original.</param>
    /// <param name="after">The edited text.</param>
    /// <param name="most">Most UTF-16 code units of all runs, ellipses not counted.</param>
    public static IReadOnlyList<DiffRun> Of(string before, string after, int most)
    {
        var runs = WordDiff.Runs(before, after);
        var isLong = runs.Sum(r => r.Text.Length) > most;
        var (shown, left) = (new List<DiffRun>(), most);
        foreach (var (index, run) in runs.Index())
        {
            if (left == 0)
            {
                shown.Add(new(DiffKind.Equal, Ellipsis));
                break;
            }

            var isContext = isLong && runs.Count > 1 && run.Kind == DiffKind.Equal;
            var text = isContext ? Around(run.Text, index > 0, index < runs.Count - 1) : run.Text;
            shown.Add(run with { Text = Start(text, left) });
            left -= Math.Min(left, text.Length);
        }

        return shown;
    }

    // The end of an unchanged stretch stands before the next change, its start after the last one.
    private static string Around(string text, bool afterChange, bool beforeChange)
    {
        var (head, tail) = (afterChange ? Context : 0, beforeChange ? Context : 0);
        return text.Length <= head + tail ? text : text[..Whole(text, head)] + Ellipsis + text[Whole(text, text.Length - tail)..];
    }

    private static int Whole(string text, int end) =>
        end > 0 && end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]) ? end - 1 : end;
}
