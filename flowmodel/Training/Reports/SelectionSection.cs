using System.Xml.Linq;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>The ensemble that chooses among whole answers.</summary>
internal static class SelectionSection
{
    public static XElement Of(SelectionReport selection) => Html.Section(
        "selection",
        "Choosing among answers",
        Html.Paragraph(
            "An ensemble scores whole answers to their prompts. On ", Figure.Count(selection.Pairs), " held-out pairs of ",
            Figure.Count(selection.Prompts), " prompts it ranks ", Figure.Of(selection.Accuracy),
            " right, where taking the longer answer ranks ",
            Figure.Of(selection.LongerWins), " right; the intervals are 95 %, by prompt."),
        ReliabilityPlots.Of(selection.Calibration),
        selection.Objectives.Count > 0 ? Objectives(selection.Objectives) : null,
        selection.BestOfN is { } best
            ? BestOfN(best)
            : [Html.Paragraph("Best of n is not measured: no held-out prompt has at least three answers that comparisons link.")]);

    private static object[] Objectives(IReadOnlyList<ObjectiveFigures> objectives) =>
    [
        new XElement("h3", "By objective or group"),
        Html.Table(
            ["", "held-out pairs", "ranked right", "95 % from", "to", "calibration error"],
            objectives.Select(o => new object?[]
            {
                o.Name, Figure.Count(o.Pairs), Figure.Of(o.Accuracy.Mean), Figure.Of(o.Accuracy.Low), Figure.Of(o.Accuracy.High), Figure.Of(o.Ece),
            })),
        Html.Note("Each is judged by a reward of its own, on the pairs of its own."),
    ];

    private static object[] BestOfN(BestOfNReport best) =>
    [
        Html.Plots(Curves(best)),
        Html.Table(
            ["chooser", $"share of the way from random to oracle, best of {Figure.Text(best.Answers, "F0")}", "95 % from", "to"],
            best.Curves.Select(c => new object?[]
            {
                c.Chooser, Figure.Of(c.Headroom.Mean), Figure.Of(c.Headroom.Low), Figure.Of(c.Headroom.High),
            })),
    ];

    private static XElement Curves(BestOfNReport best)
    {
        var sizes = best.Curves[0].Points.Select(p => (double)p.N).ToArray();
        var axis = best.Answers > 8
            ? PlotAxis.Logarithmic("n, answers drawn", [.. sizes.Where(n => int.IsPow2((int)n) || n == sizes[^1])])
            : new PlotAxis("n, answers drawn", 1, best.Answers, sizes);
        var plot = new SvgPlot(
            "Best of n",
            axis,
            PlotAxis.Covering(
                "comparisons won by the chosen answer", best.Curves.SelectMany(c => c.Points).SelectMany(p => new[] { p.Value.Low, p.Value.High })),
            height: 320);
        foreach (var (index, curve) in best.Curves.Index())
        {
            plot.Band(index + 1, [.. curve.Points.Select(p => ((double)p.N, p.Value.Low, p.Value.High))]);
            plot.Line(index + 1, curve.Chooser, curve.Points.Select(p => ((double)p.N, p.Value.Mean)));
        }

        return plot.ToFigure(
            $"Of {Figure.Text(best.Prompts, "N0")} prompts n answers each are drawn without replacement and the best by each chooser is "
            + "taken. Its true value is the share of its comparisons with other answers that it won, 0 to 1. Higher is better; the oracle "
            + "knows the true value, the bands are 95 % by prompt.");
    }
}
