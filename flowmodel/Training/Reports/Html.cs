using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PreferenceFlow.Training.Reports;

/// <summary>Elements of a page, and its text: HTML that is well-formed XML too.</summary>
internal static class Html
{
    // These alone may close themselves in HTML; SVG elements all may.
    private static readonly HashSet<string> s_void = ["meta", "br", "hr", "img", "link", "input", "col", "wbr"];

    public static XElement Section(string id, string title, params object?[] content) =>
        new("section", new XAttribute("id", id), new XElement("h2", title), content);

    public static XElement Paragraph(params object?[] content) => new("p", content);

    /// <summary>A paragraph that explains what stands beside it.</summary>
    public static XElement Note(params object?[] content) => new("p", new XAttribute("class", "explains"), content);

    /// <summary>A table that scrolls sideways where the page is narrow.</summary>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">Cells of each row: text, elements, or several of them.</param>
    public static XElement Table(IEnumerable<string> columns, IEnumerable<object?[]> rows) => new(
        "div",
        new XAttribute("class", "scroll"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", columns.Select(c => new XElement("th", new XAttribute("scope", "col"), c)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell)))))));

    public static XElement Plots(params IEnumerable<XElement?> figures) => new("div", new XAttribute("class", "plots"), figures);

    /// <summary>Writes a page. What no document may hold (control characters, lone surrogates) becomes U+FFFD.</summary>
    /// <param name="html">The root element; it is made fit to be written.</param>
    public static string Write(XElement html)
    {
        foreach (var element in html.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                attribute.Value = Clean(attribute.Value);
            if (element.IsEmpty && !s_void.Contains(element.Name.LocalName) && !element.AncestorsAndSelf("svg").Any())
                element.Value = ""; // HTML reads <td/> as an opening tag
        }

        foreach (var text in html.DescendantNodes().OfType<XText>())
            text.Value = Clean(text.Value);
        var page = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(page, new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
            html.WriteTo(writer);
        return page.Append('\n').ToString();
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate is given as U+FFFD
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
