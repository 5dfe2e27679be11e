using System.Xml.Linq;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>The table of figures, beside the baselines.</summary>
internal static class FiguresSection
{
    public static XElement Of(EditReport report) => Html.Section(
        "figures",
        "Figures",
        Html.Table(
            ["", "judged rejected", "BLEU", "chrF", "edit ratio", "unchanged", "exact", "good untouched", "gain, logits"],
            report.Systems.Select(Row)),
        Html.Note(
            "Judged rejected: share that a separate linear classifier takes for rejected; it takes ", Figure.Share(report.JudgedReferences),
            " of the chosen texts for such, which is its own error. BLEU and chrF: nearness to the chosen texts, 0 to 1. Edit ratio: "
            + "changed words per word. Unchanged: rejected texts that left as they came. Exact: those that became one of their chosen "
            + "texts. Good untouched: chosen texts that came back as they were. Gain: mean calibrated reward over the rejected text."),
        Html.Note(
            $"“{EditEvaluator.Copy}” changes nothing, “{EditEvaluator.Lexicon}” strikes out the words that stand mostly in rejected texts, "
            + $"“{EditEvaluator.GateOff}” takes the flow's first version, “{EditEvaluator.Hindsight}” the version nearest to a chosen text, which "
            + $"only hindsight can tell. Only “{EditEvaluator.Gated}” is served."),
        Html.Paragraph(
            "Changed without a lower-bound gain above the margin: ", Figure.Count(report.ChangedWithoutGain), "; the gate promises none."),
        report.LeaveOneOut is { } left ? Human(left) : null);

    private static object?[] Row(SystemFigures figures) =>
    [
        figures.System == EditEvaluator.Gated ? new XElement("strong", figures.System) : figures.System,
        Figure.Share(figures.Judged), Figure.Of(figures.Text.Bleu), Figure.Of(figures.Text.Chrf), Figure.Of(figures.Text.EditRatio),
        Figure.Share(figures.Text.Unchanged), Figure.Share(figures.Text.ExactMatch), Figure.Share(figures.UntouchedGood),
        Figure.Of(figures.Gain, "F2"),
    ];

    private static object[] Human(LeaveOneOut left) =>
    [
        new XElement("h3", "Beside another human"),
        Html.Table(
            ["", "BLEU", "chrF", "edit ratio", "exact"],
            [Row("another human", left.AnotherHuman), Row(EditEvaluator.Copy, left.Copy), Row(EditEvaluator.Gated, left.Output)]),
        Html.Note(
            "Where several people rewrote a text, each of the ", Figure.Count(left.Rewrites),
            " rewrites is left out in turn and measured against those that remain. An editor can hardly be asked for more than a person."),
    ];

    private static object?[] Row(string name, TextMetrics text) =>
        [name, Figure.Of(text.Bleu), Figure.Of(text.Chrf), Figure.Of(text.EditRatio), Figure.Share(text.ExactMatch)];
}
