using System.Reflection;
using System.Xml.Linq;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>
/// A report as one HTML page that needs nothing else: no script, font or style from elsewhere. It shows the figures of the report and no
/// others; the same report gives the same bytes.
/// </summary>
public static class HtmlReport
{
    private static readonly string s_style = ReadStyle();

    /// <summary>The page.</summary>
    public static string Of(EvaluationReport report)
    {
        var (edit, selection) = (report.Edit, report.Selection);
        List<XElement> sections =
        [
            .. new[]
            {
                edit is null ? null : FiguresSection.Of(edit),
                edit is null ? null : DecisionSection.Of(edit.Decisions),
                edit is null ? null : RewardSection.Of(edit),
                selection is null ? null : SelectionSection.Of(selection),
                ExampleSection.Of(edit?.Examples),
                TrainingSection.Of(report.Training),
            }.OfType<XElement>(),
        ];
        return Html.Write(new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement(
                    "meta",
                    new XAttribute("http-equiv", "Content-Security-Policy"),
                    // Whatever a text holds, nothing is run or fetched.
                    new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
                new XElement("title", $"PreferenceFlow bundle {report.Bundle.Id}"),
                new XElement("style", s_style)),
            new XElement("body", new XElement("header", HeadlineSection.Of(report), Contents(sections)), new XElement("main", sections))));
    }

    private static XElement Contents(IEnumerable<XElement> sections) => new("nav", sections.Select(section =>
        new XElement("a", new XAttribute("href", $"#{section.Attribute("id")!.Value}"), section.Element("h2")!.Value)));

    private static string ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(HtmlReport), "report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
