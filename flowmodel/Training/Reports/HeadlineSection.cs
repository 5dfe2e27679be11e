using System.Xml.Linq;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>What the bundle is, and the few figures to see first.</summary>
internal static class HeadlineSection
{
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        var bundle = report.Bundle;
        yield return new("h1", "PreferenceFlow bundle ", new XElement("code", bundle.Id));
        yield return Html.Paragraph(
            "It ", string.Join(" and ", bundle.Transforms.Select(Meaning)), ". Trained on data of SHA-256 ",
            new XElement("code", Excerpt.Start(bundle.DataSha256, 16)), " with seed ", Figure.Of(bundle.Seed, "F0"), ".");
        if (report.Edit is { } edit)
            yield return Editing(edit);
        if (report.Selection is { } selection)
            yield return Choosing(selection);
        else if (bundle.Transforms.Contains(Transform.Select))
            yield return Html.Paragraph("Choosing is not measured: it reads an upstream's embeddings, which no report asks for.");
        XElement[] tiles = [.. report.Edit is null ? [] : Tiles(report.Edit), .. report.Selection is null ? [] : Tiles(report.Selection)];
        if (tiles.Length > 0)
            yield return new("dl", new XAttribute("class", "tiles"), tiles);
    }

    private static string Meaning(Transform transform) => transform switch
    {
        Transform.Edit => "edits an answer",
        Transform.Select => "chooses among several answers",
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "Not a transform."),
    };

    private static XElement Editing(EditReport edit) => Html.Paragraph(
        "Edits come from an edit flow of ", Figure.Count(edit.Flow.Depth), " blocks of width ", Figure.Count(edit.Flow.Width), " over ",
        Figure.Count(edit.Flow.Vocabulary), " tokens and are judged by ", Figure.Count(edit.Members), " reward models. Measured on ",
        Figure.Count(edit.Sources), " rejected texts, and on ", Figure.Count(edit.Good),
        " chosen ones offered as already good, that the models were not trained on, through the decision that the service makes. "
        + "An edit is made only where ",
        Bound(edit.Gate), " exceeds a margin of ", Figure.Of(edit.Gate.MinGain, "F2"), " logits and no guard objects.");

    private static XElement Choosing(SelectionReport selection) => Html.Paragraph(
        "Answers are scored whole, to their prompts, by ", Figure.Count(selection.Members), " reward models. Measured on ",
        Figure.Count(selection.Pairs), " pairs of answers to ", Figure.Count(selection.Prompts),
        " prompts that the models were not trained on.");

    private static object?[] Bound(GateOptions gate) => gate.Pessimism switch
    {
        PessimismRule.Mean => ["the mean of the members' gains"],
        PessimismRule.Least => ["the least of the members' gains"],
        PessimismRule.Entropic => ["the entropic bound of the members' gains (β = ", Figure.Of(gate.Temperature, "G3"), ")"],
        _ => ["the mean of the members' gains less ", Figure.Of(gate.Caution, "G3"), " × their standard deviation"],
    };

    private static XElement[] Tiles(EditReport edit) =>
    [
        Tile("rejected texts judged rejected as they came", Figure.Share(edit.JudgedBefore)),
        Tile("and as they left", Figure.Share(edit[EditEvaluator.Gated].Judged)),
        Tile("good texts left untouched", Figure.Share(edit[EditEvaluator.Gated].UntouchedGood)),
        Tile("mean gain, logits", Figure.Of(edit[EditEvaluator.Gated].Gain, "F2")),
        Tile("pairs ranked right, for edits", Figure.Share(edit.RewardAccuracy)),
        Tile("calibration error (ECE), for edits", Figure.Of(edit.RewardEce, "F4")),
    ];

    private static XElement[] Tiles(SelectionReport selection) =>
    [
        Tile("pairs of answers ranked right", Figure.Share(selection.Accuracy.Mean)),
        Tile("ranked right by taking the longer answer", Figure.Share(selection.LongerWins.Mean)),
        Tile("calibration error (ECE), of answers", Figure.Of(selection.Calibration.Ece, "F4")),
    ];

    private static XElement Tile(string name, XElement figure) => new("div", new XElement("dt", name), new XElement("dd", figure));
}
