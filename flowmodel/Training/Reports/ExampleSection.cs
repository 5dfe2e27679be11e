using System.Xml.Linq;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>Held-out texts before and after.</summary>
internal static class ExampleSection
{
    public static XElement? Of(IReadOnlyList<ExampleText>? examples) => examples is not { Count: > 0 } ? null : Html.Section(
        "examples",
        "Examples",
        Html.Paragraph(
            "Chosen by rank, not by looks. ", new XElement("del", "Struck out"), " was taken away, ", new XElement("ins", "underlined"), " was put in."),
        Group(examples, ExampleKind.Edited, "Edited, at even distances from the largest gain to the smallest"),
        Group(examples, ExampleKind.LeftAlone, "Rejected texts left as they came, from the nearest to the margin on"),
        Group(examples, ExampleKind.GoodChanged, "Good texts that were edited all the same"));

    private static object[] Group(IEnumerable<ExampleText> examples, ExampleKind kind, string title)
    {
        var shown = examples.Where(e => e.Kind == kind).Select(Show).ToList();
        return shown.Count == 0 ? [] : [new XElement("h3", title), shown];
    }

    private static XElement Show(ExampleText example) => new(
        "article",
        new XAttribute("class", "example"),
        example.Prompt.Length == 0 ? null : new XElement("p", new XAttribute("class", "about words"), "Asked: ", example.Prompt),
        new XElement("p", new XAttribute("class", "words"), example.Runs.Select(Run)),
        new XElement("p", new XAttribute("class", "about"), About(example)));

    private static object Run(DiffRun run) => run.Kind switch
    {
        DiffKind.Deleted => new XElement("del", run.Text),
        DiffKind.Inserted => new XElement("ins", run.Text),
        _ => run.Text,
    };

    private static object?[] About(ExampleText example) => example.Kind == ExampleKind.LeftAlone
        ? [
            example.Reason.ToString(), ": ", DecisionSection.Meaning(example.Reason),
            example.GainLowerBound is { } refused
                ? new object[] { "; the best had a lower bound of ", Figure.Of(refused, "F2"), " logits" }
                : null,
        ]
        : [
            "Gain ", Figure.Of(example.Gain, "F2"), " logits",
            example.GainLowerBound is { } lower ? new object[] { ", lower bound ", Figure.Of(lower, "F2") } : null,
        ];
}
