using System.Xml.Linq;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>What was edited, what was refused and why.</summary>
internal static class DecisionSection
{
    public static XElement Of(DecisionFigures decisions) => Html.Section(
        "decisions",
        "Decisions",
        Html.Table(
            ["reason", "rejected texts", "good texts"],
            decisions.Reasons.Select(r => new object?[]
            {
                $"{r.Reason}: {Meaning(r.Reason)}", Figure.Count(r.Rejected), Figure.Count(r.Good),
            })),
        Html.Plots(
            decisions.LowerBounds.Edges.Count == 0 ? null : Bounds(decisions),
            decisions.Edits.Count == 0 ? null : Edits(decisions)));

    private static XElement Bounds(DecisionFigures decisions) => HistogramPlot.Of(
            "Lower bound of the gain against the margin", "lower bound of the gain, logits", decisions.LowerBounds)
        .Mark(decisions.Margin, $"margin {Figure.Text(decisions.Margin, "F2")}")
        .ToFigure(
            "Right of the dotted line an edit is sure enough to be made, left of it the text stays. For a text left alone it is the best "
            + "proposal that was refused; texts for which nothing was proposed are not drawn. The outermost bars hold what lies beyond.");

    private static XElement Edits(DecisionFigures decisions)
    {
        var most = decisions.Edits[^1].Edits;
        double[] ticks = [.. Enumerable.Range(1, most).Where(n => n % ((most + 9) / 10) == 0)];
        var plot = new SvgPlot(
            "Edits in each edited answer",
            new PlotAxis("edits in the answer", 0.5, most + 0.5, ticks),
            PlotAxis.Counts("answers", decisions.Edits.Select(e => e.Answers)));
        return plot.Bars(1, decisions.Edits.Select(e => (e.Edits - 0.4, e.Edits + 0.4, e.Answers)))
            .ToFigure("An edit is one replaced, inserted or struck-out stretch of words. Rejected texts that were edited are counted.");
    }

    public static string Meaning(AlignmentReason reason) => reason switch
    {
        AlignmentReason.Edited => "an edit gained enough for certain",
        AlignmentReason.Selected => "another answer was surely better",
        AlignmentReason.Revised => "what the upstream made of it was surely better",
        AlignmentReason.NothingProposed => "the flow proposed nothing",
        AlignmentReason.GainTooSmall => "no proposal gained enough for certain",
        AlignmentReason.GuardRefused => "what gained enough broke a guard",
        AlignmentReason.NothingToEdit => "empty, or nothing that may be edited",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
