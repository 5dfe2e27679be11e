using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>The edit flow without ensemble and gate: what these are measured against, from below and from above.</summary>
internal static class UngatedEdit
{
    /// <summary>The first version that the editor offers of each segment.</summary>
    public static string First(TextEditor editor, string prompt, string text, CancellationToken cancellationToken) =>
        string.Concat(Offers(editor, prompt, text, cancellationToken).Select(o => o.Versions.Count > 0 ? o.Versions[0] : o.Text));

    /// <summary>
    /// The version of each segment, or the segment itself, that comes nearest to a chosen text by chrF, from left to right. Only
    /// hindsight can tell: it shows what choosing among these versions could reach at best.
    /// </summary>
    public static string Nearest(TextEditor editor, SourceWithReferences source, CancellationToken cancellationToken)
    {
        var offers = Offers(editor, source.Prompt, source.Rejected, cancellationToken);
        var texts = offers.Select(o => o.Text).ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            var (before, after) = (string.Concat(texts[..i]), string.Concat(texts[(i + 1)..]));
            double Nearness(string version) =>
                Chrf.Of([new() { Source = source.Rejected, Output = before + version + after, References = source.Chosen }]);
            texts[i] = offers[i].Versions.Prepend(texts[i]).MaxBy(Nearness)!;
        }

        return string.Concat(texts);
    }

    private static List<(string Text, IReadOnlyList<string> Versions)> Offers(
        TextEditor editor, string prompt, string text, CancellationToken cancellationToken)
    {
        var segments = Segmenter.Cut(text);
        var editable = segments.Where(s => s.Editable).Select(s => s.Text).ToList();
        var request = new AlignmentRequest { Prompt = prompt, Answer = text };
        var versions = new Queue<IReadOnlyList<string>>(editor.Propose(request, editable, cancellationToken));
        return [.. segments.Select(s => (s.Text, s.Editable ? versions.Dequeue() : []))];
    }
}
