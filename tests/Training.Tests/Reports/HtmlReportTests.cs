using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.Training.Tests.Reports;

/// <summary>The page of the tiny lesson's report.</summary>
public sealed partial class HtmlReportTests(TinyLesson lesson)
{
    private const string Hostile = "<script>alert(\"x\")</script> ' onload='y' & &amp; ]]> <!-- \ud800 \0 \u001b[0m \uffff 😀";

    [Fact]
    public void Of_Lesson_HasEverySectionThatHasFigures()
    {
        var page = Parse(HtmlReport.Of(lesson.Report));

        Assert.Equal(
            ["figures", "decisions", "rewards", "selection", "examples", "training"],
            page.Descendants("section").Select(s => (string)s.Attribute("id")!));
        Assert.Equal(
            [
                "Lower bound of the gain against the margin", "Edits in each edited answer", "Reliability", "Forecasts in each bin",
                "Rewards before and after", "Reliability", "Forecasts in each bin", "Loss of rewards", "Loss of edit-flow", "Loss of answer-rewards", "Loss of latent-flow",
            ],
            page.Descendants("svg").Select(s => (string?)s.Attribute("aria-label")).OfType<string>());
        Assert.All(page.Descendants("figure"), figure => Assert.NotEmpty(figure.Element("figcaption")!.Value));
    }

    [Fact]
    public void Of_Lesson_NeedsNothingFromElsewhere()
    {
        var page = Parse(HtmlReport.Of(lesson.Report));

        string[] fetching = ["script", "link", "iframe", "object", "embed", "img", "base"];
        Assert.DoesNotContain(page.Descendants(), e => fetching.Contains(e.Name.LocalName));
        Assert.All(page.Descendants().Attributes(), a => Assert.DoesNotMatch(@"https?:|//|^on|javascript:", $"{a.Value}"));
        Assert.All(page.Descendants().Attributes("href"), a => Assert.StartsWith("#", a.Value));
        Assert.DoesNotMatch(@"url\(|@import|[<>&]", page.Descendants("style").Single().Value);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", page.Descendants("meta").Attributes("content").Last().Value);
    }

    [Fact]
    public void Of_Lesson_ClosesNoElementThatHtmlWouldLeaveOpen() => Assert.All(
        SelfClosed.Matches(HtmlReport.Of(lesson.Report)),
        match => Assert.Contains(match.Groups[1].Value, new[] { "meta", "line", "polyline", "polygon", "rect", "circle" }));

    [Fact]
    public void Of_SameReport_GivesSameBytes() => Assert.Equal(ReportFiles.Page(lesson.Report), ReportFiles.Page(lesson.Report with { }));

    [Fact]
    public void Of_HostileText_IsShownAndNotObeyed()
    {
        var example = new ExampleText
        {
            Kind = ExampleKind.Edited, Prompt = Hostile, Reason = AlignmentReason.Edited, Gain = 1, GainLowerBound = 0.5,
            Runs = [new(DiffKind.Equal, Hostile), new(DiffKind.Deleted, Hostile), new(DiffKind.Inserted, Hostile)],
        };

        var page = Parse(HtmlReport.Of(lesson.Report with { Edit = lesson.Edits with { Examples = [example] } }));

        var shown = Hostile.Replace('\ud800', '\ufffd').Replace('\0', '\ufffd').Replace('\u001b', '\ufffd').Replace('\uffff', '\ufffd');
        shown = shown.Replace("\ufffd\udf00", "😀");
        Assert.Equal(shown, page.Descendants("section").Descendants("del").Last().Value);
        Assert.Equal(shown, page.Descendants("section").Descendants("ins").Last().Value);
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.NotEmpty(ReportFiles.Json(lesson.Report with { Edit = lesson.Edits with { Examples = [example] } }));
    }

    [Fact]
    public void Of_Lesson_ShowsTheFiguresOfTheJson()
    {
        var json = JsonNode.Parse(ReportFiles.Json(lesson.Report))!;
        var numbers = Numbers(json).ToHashSet();

        var page = Parse(HtmlReport.Of(lesson.Report));

        Assert.All(page.Descendants("data"), figure => Assert.Contains(Value(figure), numbers));
        var rows = page.Descendants("tbody").First().Elements("tr").ToList();
        Assert.All(json["edit"]!["systems"]!.AsArray().Zip(rows), pair =>
        {
            var (system, row) = (pair.First!, pair.Second.Elements("td").ToList());
            var text = system["text"]!;
            Assert.Equal((string)system["system"]!, row[0].Value);
            double[] expected =
            [
                (double)system["judged"]!, (double)text["bleu"]!, (double)text["chrf"]!, (double)text["editRatio"]!,
                (double)text["unchanged"]!, (double)text["exactMatch"]!, (double)system["untouchedGood"]!, (double)system["gain"]!,
            ];
            Assert.Equal(expected, row.Skip(1).Select(cell => Value(cell.Element("data")!)));
        });
        Assert.Equal($"{100 * lesson.Edits[EditEvaluator.Gated].Judged:F1} %", rows[3].Elements("td").ElementAt(1).Value);
        Assert.Equal(5, rows.Count);
    }

    [Fact]
    public void Of_BinsAndReasons_AreWrittenOut()
    {
        var page = Parse(HtmlReport.Of(lesson.Report));

        var counts = page.Descendants("svg").First(s => (string?)s.Attribute("aria-label") == "Forecasts in each bin");
        Assert.Equal(2 * lesson.Parts.HeldOut.Count, lesson.Edits.RewardCalibration.Bins.Sum(b => b.Count));
        Assert.All(
            lesson.Edits.RewardCalibration.Bins, bin => Assert.Contains(counts.Elements("text"), t => t.Value == $"{bin.Count:N0}"));
        Assert.Equal(lesson.Edits.Sources, lesson.Edits.Decisions.Reasons.Sum(r => r.Rejected));
        Assert.Equal(lesson.Edits.Good, lesson.Edits.Decisions.Reasons.Sum(r => r.Good));
    }

    [Fact]
    public void Of_WithoutExamples_HoldsNoText()
    {
        var report = lesson.Report.WithoutExamples();

        var (page, json) = (HtmlReport.Of(report), System.Text.Encoding.UTF8.GetString(ReportFiles.Json(report)));

        Assert.All(lesson.Parts.HeldOut, pair =>
        {
            Assert.DoesNotContain(pair.Rejected, page + json);
            Assert.DoesNotContain(pair.Chosen, page + json);
        });
        Assert.Contains(lesson.Edits.Examples!, example => HtmlReport.Of(lesson.Report).Contains(example.Runs[0].Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Bundle_HoldsPageAndJson_OutsideItsId()
    {
        var files = lesson.Bundle.Manifest.Files;

        Assert.Equal(File.ReadAllBytes(Path.Combine(lesson.Directory, BundleFiles.ReportPage)), ReportFiles.Page(lesson.Report));
        Assert.Equal(File.ReadAllBytes(Path.Combine(lesson.Directory, BundleFiles.Report)), ReportFiles.Json(lesson.Report));
        Assert.True(files.ContainsKey(BundleFiles.ReportPage) && files.ContainsKey(BundleFiles.Report));
        Assert.Equal(lesson.Bundle.Id, lesson.Report.Bundle.Id); // the page names the id before it is part of the bundle
    }

    [Fact]
    public void Json_ReadBack_IsTheSame()
    {
        var json = ReportFiles.Json(lesson.Report);

        var again = System.Text.Json.JsonSerializer.Deserialize<EvaluationReport>(json, BundleFiles.Json)!;

        Assert.Equal(json, ReportFiles.Json(again));
    }

    [Fact]
    public void CurvesOf_Bundle_AreThoseOfItsTraining()
    {
        var curves = ReportFiles.CurvesOf(lesson.Directory);

        Assert.Equal(["rewards", "edit-flow", "answer-rewards", "latent-flow"], curves.Select(c => c.Stage));
        Assert.Equal(ReportFiles.Json(lesson.Report), ReportFiles.Json(lesson.Report with { Training = curves }));
        Assert.Empty(ReportFiles.CurvesOf(Path.Combine(lesson.Directory, "nowhere")));
    }

    private static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new() { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static double Value(XElement data) => double.Parse((string)data.Attribute("value")!, CultureInfo.InvariantCulture);

    private static IEnumerable<double> Numbers(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Numbers(f.Value)),
        JsonArray items => items.SelectMany(Numbers),
        JsonValue value when value.TryGetValue<double>(out var number) => [number],
        _ => [],
    };

    [GeneratedRegex(@"<([a-z]+)[^<>]*/>")]
    private static partial Regex SelfClosed { get; }
}
