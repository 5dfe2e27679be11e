using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>A histogram of several samples as overlaid outlines.</summary>
internal static class HistogramPlot
{
    /// <param name="title">What it shows.</param>
    /// <param name="label">What is counted, with its unit.</param>
    /// <param name="histogram">At least one bin.</param>
    public static SvgPlot Of(string title, string label, Histogram histogram)
    {
        var plot = new SvgPlot(
            title,
            PlotAxis.Between(label, histogram.Edges[0], histogram.Edges[^1]),
            PlotAxis.Counts("texts", histogram.Series.SelectMany(s => s.Counts)));
        foreach (var (index, series) in histogram.Series.Index())
            plot.Outline(index + 1, series.Name, histogram.Edges, series.Counts);
        return plot;
    }
}
