using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>The edit flow on its own: the first version it offers is taken as it is. What the gate is measured against.</summary>
internal static class UngatedEdit
{
    public static string Apply(TextEditor editor, string prompt, string text, CancellationToken cancellationToken)
    {
        var segments = Segmenter.Cut(text);
        var editable = segments.Where(s => s.Editable).ToList();
        var versions = editor.Propose(new() { Prompt = prompt, Answer = text }, [.. editable.Select(s => s.Text)], cancellationToken);
        var chosen = editable.Zip(versions).ToDictionary(v => v.First.Start, v => v.Second.Count > 0 ? v.Second[0] : v.First.Text);
        return string.Concat(segments.Select(s => s.Editable ? chosen[s.Start] : s.Text));
    }
}
