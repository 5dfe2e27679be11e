using System.Globalization;
using System.Xml.Linq;

namespace PreferenceFlow.Training.Reports;

/// <summary>A plot drawn into SVG: axes, lines, bands, bars and dots in up to six series, coloured by the page's style.</summary>
/// <param name="title">What it shows; the text alternative.</param>
/// <param name="x">The horizontal axis.</param>
/// <param name="y">The vertical axis.</param>
/// <param name="height">Height beside a width of 420.</param>
internal sealed class SvgPlot(string title, PlotAxis x, PlotAxis y, double height = 270)
{
    private const double Width = 420, Left = 54, Right = 14, Top = 30, Bottom = 42;

    private readonly List<XElement> _shapes = [];
    private readonly List<XElement> _notes = [];
    private readonly List<XElement> _legend = [];

    /// <summary>A line through points, with a dot on each on request.</summary>
    public SvgPlot Line(int series, string? name, IEnumerable<(double X, double Y)> points, bool dots = false)
    {
        var places = points.Where(p => double.IsFinite(p.Y)).Select(p => (X: X(p.X), Y: Y(p.Y))).ToList();
        _shapes.Add(new("polyline", Class($"s{series} line"), new XAttribute("points", Points(places))));
        if (dots)
            _shapes.AddRange(places.Select(p => Circle(series, p.X, p.Y, 3)));
        return Named(series, name, new XElement("line", Class($"s{series} line"), At("x1", 0), At("x2", 28), At("y1", 6), At("y2", 6)));
    }

    /// <summary>The area between two lines.</summary>
    public SvgPlot Band(int series, IReadOnlyList<(double X, double Low, double High)> points)
    {
        var outline = points.Select(p => (X(p.X), Y(p.High))).Concat(points.Reverse().Select(p => (X(p.X), Y(p.Low))));
        _shapes.Add(new("polygon", Class($"s{series} band"), new XAttribute("points", Points(outline))));
        return this;
    }

    /// <summary>A histogram as an outline over a light area.</summary>
    /// <param name="series">1 to 6.</param>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="edges">Edges of the bins, one more than counts.</param>
    /// <param name="counts">Heights.</param>
    public SvgPlot Outline(int series, string name, IReadOnlyList<double> edges, IReadOnlyList<int> counts)
    {
        for (var from = 0; from < counts.Count; from++)
        {
            var to = from; // each run of bins that hold something is drawn by itself
            while (to < counts.Count && counts[to] > 0)
                to++;
            if (to == from)
                continue;
            var steps = Enumerable.Range(from, to - from)
                .SelectMany(i => new[] { (X(edges[i]), Y(counts[i])), (X(edges[i + 1]), Y(counts[i])) });
            var points = Points([(X(edges[from]), Y(0)), .. steps, (X(edges[to]), Y(0))]);
            _shapes.Add(new("polygon", Class($"s{series} area"), new XAttribute("points", points)));
            _shapes.Add(new("polyline", Class($"s{series} line"), new XAttribute("points", points)));
            from = to;
        }

        return Named(series, name, new XElement("line", Class($"s{series} line"), At("x1", 0), At("x2", 28), At("y1", 6), At("y2", 6)));
    }

    /// <summary>Bars with their heights written over them, where there is room.</summary>
    public SvgPlot Bars(int series, IEnumerable<(double From, double To, int Height)> bars)
    {
        foreach (var (from, to, count) in bars)
        {
            var (left, right, top) = (X(from) + 1, X(to) - 1, Y(count));
            _shapes.Add(new(
                "rect", Class($"s{series} bar"), At("x", left), At("y", top), At("width", right - left), At("height", Y(0) - top)));
            var label = Figure.Text(count, "N0");
            var size = Math.Min(12, Math.Floor((right - left) / label.Length / 0.57));
            if (size < 7)
                continue; // the bars are too narrow to be labelled
            var note = Text("middle", (left + right) / 2, top - 4, label);
            if (size < 12)
                note.Add(new XAttribute("style", $"font-size:{Number(size)}px"));
            _notes.Add(note);
        }

        return this;
    }

    /// <summary>An upright rule with a note at its top.</summary>
    public SvgPlot Mark(double at, string note)
    {
        _shapes.Add(Rule("mark", X(at), Y(y.Low), X(at), Y(y.High)));
        var isRight = x.At(at) > 0.5;
        var text = Text(isRight ? "end" : "start", X(at) + (isRight ? -6 : 6), Top + 12, note);
        text.Add(Class("note"));
        _notes.Add(text);
        return this;
    }

    /// <summary>The line on which both axes show the same value.</summary>
    public SvgPlot Diagonal()
    {
        _shapes.Add(Rule("mark", X(x.Low), Y(y.Low), X(x.High), Y(y.High)));
        return this;
    }

    /// <summary>The drawing alone.</summary>
    public XElement ToSvg() => new(
        "svg",
        Class("plot"),
        new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
        new XAttribute("role", "img"),
        new XAttribute("aria-label", title),
        y.Ticks.SelectMany(t => new[] { Rule("grid", Left, Y(t), Width - Right, Y(t)), Text("end", Left - 6, Y(t) + 4, y.Text(t)) }),
        x.Ticks.SelectMany(t => new[]
        {
            Rule("base", X(t), height - Bottom, X(t), height - Bottom + 4), Text("middle", X(t), height - Bottom + 18, x.Text(t)),
        }),
        Rule("base", Left, height - Bottom, Width - Right, height - Bottom),
        Text("start", 2, 14, y.Label),
        Text("middle", (Left + Width - Right) / 2, height - 6, x.Label),
        _shapes,
        _notes);

    /// <summary>The drawing with heading, legend and a sentence that says how to read it.</summary>
    public XElement ToFigure(string caption) => new(
        "figure",
        new XElement("h3", title),
        ToSvg(),
        _legend.Count == 0 ? null : new XElement("ul", Class("legend"), _legend),
        new XElement("figcaption", caption));

    private SvgPlot Named(int series, string? name, XElement swatch)
    {
        if (name is not null)
        {
            _legend.Add(new(
                "li", new XElement("svg", new XAttribute("viewBox", "0 0 28 12"), new XAttribute("aria-hidden", "true"), swatch), name));
        }

        return this;
    }

    private double X(double value) => Left + (x.At(value) * (Width - Left - Right));

    private double Y(double value) => height - Bottom - (y.At(value) * (height - Bottom - Top));

    private static XElement Circle(int series, double cx, double cy, double r) =>
        new("circle", Class($"s{series} dot"), At("cx", cx), At("cy", cy), At("r", r));

    private static XElement Rule(string style, double x1, double y1, double x2, double y2) =>
        new("line", Class(style), At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2));

    private static XElement Text(string anchor, double at, double baseline, string text) =>
        new("text", At("x", at), At("y", baseline), new XAttribute("text-anchor", anchor), text);

    private static XAttribute Class(string style) => new("class", style);

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}"));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
