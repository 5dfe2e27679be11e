using System.Xml.Linq;
using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.Training.Tests.Reports;

public sealed class SvgPlotTests
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "Reports", "golden-plot.svg");

    [Fact]
    public void ToSvg_OneOfEverything_IsTheGoldenDrawing()
    {
        var plot = new SvgPlot("All shapes", PlotAxis.Covering("steps", [0, 400]), PlotAxis.OfSizes("loss", [0.02, 3]))
            .Band(1, [(0, 0.1, 3), (400, 0.05, 1)])
            .Line(1, "training & \"validation\"", [(0, 1), (200, 0.1), (300, double.NaN), (400, 0.05)], dots: true)
            .Mark(300, "kept");
        var histogram = new SvgPlot("Counts", PlotAxis.Between("logits", -2.5, 2.5), PlotAxis.Counts("texts", [1500]), 200)
            .Outline(2, "good", [-2.5, 0, 2.5], [700, 0])
            .Bars(3, [(0, 1.9, 12), (1.9, 2.3, 1234), (2.4, 2.45, 1)])
            .Diagonal();

        Assert.Equal(File.ReadAllText(s_golden), new XElement("plots", plot.ToFigure("How to read it."), histogram.ToSvg()) + "\n");
    }

    [Fact]
    public void Bars_Heights_AreInProportion()
    {
        var svg = new SvgPlot("", PlotAxis.Shares(""), PlotAxis.Counts("", [40])).Bars(1, [(0, 0.5, 10), (0.5, 1, 40)]).ToSvg();

        var heights = svg.Elements("rect").Select(r => (double)r.Attribute("height")!).ToList();

        Assert.Equal(4, heights[1] / heights[0], 1);
    }
}
