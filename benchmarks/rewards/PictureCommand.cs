using System.CommandLine;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Draws the results file's curves: best of n under label noise, and stated beside observed preference.</summary>
internal static class PictureCommand
{
    private const double Height = 320;

    private static readonly (string Field, string Name)[] s_rules =
        [("single", "one member"), ("mean", "mean of five"), ("mean_minus_deviation", "mean − deviation")];

    private static readonly (string Field, string Name)[] s_sets =
        [("hh_harmless", "harmless"), ("ukpconvarg", "arguments"), ("qa_feedback", "questions")];

    public static Command Create()
    {
        var json = ResultsFile.Option("rewards");
        var picture = new Option<FileInfo>("--svg")
        {
            Description = "Picture written.", DefaultValueFactory = _ => new("benchmarks/rewards/rewards.svg"),
        };
        var command = new Command("picture", "Draws the results.") { json, picture };
        command.SetAction(parsed =>
        {
            var results = JsonNode.Parse(File.ReadAllText(parsed.GetValue(json)!.FullName))!;
            var (noise, curves) = (results["over_optimisation"]!["noise"]!.GetValue<double>(), results["over_optimisation"]!["curves"]!);
            var sheet = new PictureSheet();
            sheet.Add($"Best of n, {100 * noise:F0} % of the training labels wrong", BestOfN(curves), [.. s_rules.Select(r => r.Name)]);
            sheet.Add("Reliability on unseen prompts", Reliability(results), [.. s_sets.Select(s => s.Name)]);
            File.WriteAllText(parsed.GetValue(picture)!.FullName, sheet.ToString());
        });
        return command;
    }

    private static XElement BestOfN(JsonNode curves)
    {
        List<(double N, double Value, double Low, double High)> Points(string rule) => [.. curves[rule]!.AsArray().Select(p =>
            (Number(p!["n"]), Number(p["judge"]!["value"]), Number(p["judge"]!["interval"]![0]), Number(p["judge"]!["interval"]![1])))];

        var all = s_rules.Select(r => Points(r.Field)).ToList();
        var plot = new SvgPlot(
            "Best of n", PlotAxis.Logarithmic("n, answers drawn", [.. all[0].Select(p => p.N)]),
            PlotAxis.Covering(
                "judge's true score of the answer chosen", all.SelectMany(c => c).SelectMany(p => new[] { p.Low, p.High })), Height);
        foreach (var (index, points) in all.Index())
        {
            plot.Band(index + 1, [.. points.Select(p => (p.N, p.Low, p.High))]);
            plot.Line(index + 1, null, points.Select(p => (p.N, p.Value)));
        }

        return plot.ToSvg();
    }

    private static XElement Reliability(JsonNode results)
    {
        var plot = new SvgPlot(
            "Reliability", PlotAxis.Shares("stated probability that the first is preferred"), PlotAxis.Shares("observed share"), Height);
        plot.Diagonal();
        foreach (var (index, set) in s_sets.Index())
        {
            var bins = results[set.Field]!["reliability"]!.AsArray();
            plot.Line(index + 1, null, bins.Select(b => (Number(b!["confidence"]), Number(b["frequency"]))), dots: true);
        }

        return plot.ToSvg();
    }

    private static double Number(JsonNode? node) => node!.GetValue<double>();
}
