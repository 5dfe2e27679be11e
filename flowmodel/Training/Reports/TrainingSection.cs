using System.Xml.Linq;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Reports;

/// <summary>How each network was trained.</summary>
internal static class TrainingSection
{
    public static XElement? Of(IReadOnlyList<TrainingCurve> training) => training.Count == 0 ? null : Html.Section(
        "training",
        "Training",
        Html.Plots([.. training.Select(Curve)]),
        Html.Table(
            ["network", "steps", "of at most", "weights of step", "their validation loss", "training time, s"],
            training.Select(c => new object?[]
            {
                c.Stage, Figure.Count(c.LastStep), Figure.Count(c.Steps), c.Kept is { } kept ? Figure.Count(kept.Step) : "–",
                c.Kept is { } best ? Figure.Of(best.Loss, "F4") : "–", Figure.Of(c.Seconds, "F0"),
            })));

    private static XElement Curve(TrainingCurve curve)
    {
        var plot = new SvgPlot(
            $"Loss of {curve.Stage}",
            PlotAxis.Covering("optimiser steps", [0, curve.LastStep]),
            PlotAxis.OfSizes("loss", curve.Loss.Concat(curve.Validation).Select(p => p.Loss)));
        plot.Line(1, "training", curve.Loss.Select(p => ((double)p.Step, p.Loss)));
        plot.Line(2, "validation", curve.Validation.Select(p => ((double)p.Step, p.Loss)), dots: true);
        if (curve.Kept is { } kept)
            plot.Mark(kept.Step, "kept");
        var end = curve.LastStep < curve.Steps ? "because validation no longer improved or the time was up" : "as planned";
        return plot.ToFigure(
            $"Lower is better. The dotted line marks the validation whose weights the bundle holds; training ended at step "
            + $"{Figure.Text(curve.LastStep, "N0")} of at most {Figure.Text(curve.Steps, "N0")}, {end}.");
    }
}
