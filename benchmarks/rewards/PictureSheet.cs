using System.Xml.Linq;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Plots side by side in one SVG file, each under its heading with its legend.</summary>
internal sealed class PictureSheet
{
    private const int PlotWidth = 420, PlotHeight = 320, Gap = 30, Top = 60, LegendLine = 24;

    // The pages' colours; a picture on its own needs them stated.
    private const string Style = """
        svg { --page: #fff; --ink: #1b1f24; --muted: #57606a; --rule: #d8dee4; --c1: #0067a5; --c2: #c2500a; --c3: #007a5a; }
        text { fill: var(--muted); font: 12px system-ui, sans-serif; }
        .heading { fill: var(--ink); font-weight: 600; font-size: 14px; }
        .page { fill: var(--page); }
        .grid { stroke: var(--rule); } .base { stroke: var(--muted); }
        .mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .s1 { --c: var(--c1); } .s2 { --c: var(--c2); } .s3 { --c: var(--c3); }
        .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; }
        .s2.line { stroke-dasharray: 7 3; } .s3.line { stroke-dasharray: 2 3; }
        .band { fill: var(--c); opacity: .14; } .dot { fill: var(--c); }
        """;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private readonly List<XElement> _shapes = [];
    private int _plots;

    /// <param name="heading">What the plot shows.</param>
    /// <param name="plot">The drawing.</param>
    /// <param name="series">Names of its series, at most three.</param>
    public void Add(string heading, XElement plot, IReadOnlyList<string> series)
    {
        var left = _plots++ * (PlotWidth + Gap);
        plot.Add(At("x", left), At("y", Top), At("width", PlotWidth), At("height", PlotHeight));
        _shapes.Add(Text(left + 2, 20, heading, new XAttribute("class", "heading")));
        var at = left + 2;
        foreach (var (index, name) in series.Index())
        {
            _shapes.Add(new(
                "line", new XAttribute("class", $"s{index + 1} line"), At("x1", at), At("x2", at + 28), At("y1", 40), At("y2", 40)));
            _shapes.Add(Text(at + 34, 44, name));
            at += 34 + (7 * name.Length) + LegendLine;
        }

        _shapes.Add(plot);
    }

    public override string ToString()
    {
        var (width, height) = ((_plots * (PlotWidth + Gap)) - Gap + 8, Top + PlotHeight + 8);
        var sheet = new XElement(
            "svg", new XAttribute("viewBox", $"0 0 {width} {height}"), At("width", width), At("height", height),
            new XElement("style", Style),
            new XElement("rect", new XAttribute("class", "page"), At("width", width), At("height", height)), _shapes);
        foreach (var element in sheet.DescendantsAndSelf())
            element.Name = s_svg + element.Name.LocalName;
        return $"{sheet}\n";
    }

    private static XElement Text(int x, int y, string text, params object[] attributes) =>
        new("text", At("x", x), At("y", y), attributes, text);

    private static XAttribute At(string name, int value) => new(name, value);
}
