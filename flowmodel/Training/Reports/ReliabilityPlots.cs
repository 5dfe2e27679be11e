using System.Xml.Linq;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.Training.Reports;

/// <summary>A reliability diagram with its figures.</summary>
internal static class ReliabilityPlots
{
    /// <param name="calibration">Of forecasts, each pair counted in both orders.</param>
    public static object[] Of(CalibrationFigures calibration) =>
    [
        Html.Table(
            ["ECE", "ACE", "MCE", "Brier", "NLL, nats"],
            [[.. new[] { calibration.Ece, calibration.Ace, calibration.Mce, calibration.Brier, calibration.Nll }.Select(f => Figure.Of(f, "F4"))]]),
        Html.Note(
            "Each pair is counted in both orders, so the diagram is symmetric. ECE, ACE and MCE: distance of the stated probability from "
            + "what happened, as the mean over ten bins of equal width, over ten of equal count, and the largest of a bin. Brier and NLL "
            + "score each single forecast. All are better when smaller."),
        Html.Plots(Diagram(calibration), Counts(calibration)),
    ];

    private static XElement Diagram(CalibrationFigures calibration) => new SvgPlot(
            "Reliability",
            PlotAxis.Shares("stated probability that the first answer is preferred"),
            PlotAxis.Shares("observed share preferred"))
        .Diagonal()
        .Line(1, null, calibration.Bins.Select(b => (b.Confidence, b.Frequency)), dots: true)
        .ToFigure(
            "On the dotted line the stated probability is what happened. In the right half dots below it mean that the ensemble is too "
                + "sure of itself, dots above it that it is too modest; the left half mirrors the right. A dot of few forecasts lies where "
                + "chance puts it.");

    private static XElement Counts(CalibrationFigures calibration)
    {
        // A bin holds no edge of its own: of equal width, the tenth that its mean lies in.
        const int bins = CalibrationFigures.DefaultBins;
        return new SvgPlot(
                "Forecasts in each bin", PlotAxis.Shares("stated probability"), PlotAxis.Counts("forecasts", calibration.Bins.Select(b => b.Count)))
            .Bars(1, calibration.Bins.Select(b => (Place(b) / (double)bins, (Place(b) + 1) / (double)bins, b.Count)))
            .ToFigure("How many forecasts stand behind each dot, two for each pair.");

        static int Place(ReliabilityBin bin) => Math.Min(bins - 1, (int)(bin.Confidence * bins));
    }
}
