using System.Xml.Linq;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>The reward ensemble behind the edits: its calibration, and what the edits did to its scores.</summary>
internal static class RewardSection
{
    public static XElement Of(EditReport report) => Html.Section(
        "rewards",
        "Rewards of edits",
        Html.Paragraph("The ensemble ranks ", Figure.Share(report.RewardAccuracy), " of the held-out pairs right."),
        ReliabilityPlots.Of(report.RewardCalibration),
        Html.Plots(Scores(report.RewardScores)));

    private static XElement? Scores(Histogram scores) => scores.Edges.Count == 0 ? null : HistogramPlot
        .Of("Rewards before and after", "calibrated mean reward, logits", scores)
        .ToFigure(
            "The rejected texts as they came and as they left, beside the chosen texts. Further right is better by the ensemble's own "
                + "word; only differences mean something. The outermost bars hold what lies beyond.");
}
