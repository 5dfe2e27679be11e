using System.Xml.Linq;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>What the bundle is, and the few figures to see first.</summary>
internal static class HeadlineSection
{
    public static IEnumerable<XElement> Of(EvaluationReport report)
    {
        var (bundle, gated) = (report.Bundle, report[Evaluator.Gated]);
        yield return new("h1", "PreferenceFlow bundle ", new XElement("code", bundle.Id));
        yield return Html.Paragraph(
            "An edit flow of ", Figure.Count(bundle.Flow.Depth), " blocks of width ", Figure.Count(bundle.Flow.Width), " over ",
            Figure.Count(bundle.Flow.Vocabulary), " tokens, judged by ", Figure.Count(bundle.Members),
            " reward models. Trained on data of SHA-256 ",
            new XElement("code", Excerpt.Start(bundle.DataSha256, 16)), " with seed ", Figure.Of(bundle.Seed, "F0"), ".");
        yield return Html.Paragraph(
            "Measured on ", Figure.Count(report.Sources), " rejected texts, and on ", Figure.Count(report.Good),
            " chosen ones offered as already good, that the models were not trained on, through the decision that the service makes. "
            + "An edit is made only where ",
            Bound(bundle), " exceeds a margin of ", Figure.Of(bundle.Gate.MinGain, "F2"), " logits and no guard objects.");
        yield return new(
            "dl",
            new XAttribute("class", "tiles"),
            Tile("rejected texts judged rejected as they came", Figure.Share(report.JudgedBefore)),
            Tile("and as they left", Figure.Share(gated.Judged)),
            Tile("good texts left untouched", Figure.Share(gated.UntouchedGood)),
            Tile("mean gain, logits", Figure.Of(gated.Gain, "F2")),
            Tile("pairs ranked right", Figure.Share(report.RewardAccuracy)),
            Tile("calibration error (ECE)", Figure.Of(report.RewardEce, "F4")));
    }

    private static object?[] Bound(BundleSummary bundle) => bundle.Gate.Pessimism switch
    {
        PessimismRule.Mean => ["the mean of the members' gains"],
        PessimismRule.Least => ["the least of the members' gains"],
        PessimismRule.Entropic => ["the entropic bound of the members' gains (β = ", Figure.Of(bundle.Gate.Temperature, "G3"), ")"],
        _ => ["the mean of the members' gains less ", Figure.Of(bundle.Gate.Caution, "G3"), " × their standard deviation"],
    };

    private static XElement Tile(string name, XElement figure) => new("div", new XElement("dt", name), new XElement("dd", figure));
}
