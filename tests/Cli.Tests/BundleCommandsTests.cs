using System.Text.Json;

namespace PreferenceFlow.Cli.Tests;

/// <summary>evaluate and inspect.</summary>
public sealed class BundleCommandsTests(TrainedOnce trained)
{
    [Fact]
    public async Task Evaluate_SamePairs_GivesTheReportOfTraining()
    {
        var json = trained.Free("figures.json");

        var result = await Pflow.RunAsync("evaluate", trained.Pairs, "--bundle", trained.Bundle, "--json", json);

        Assert.Equal(0, result.Code);
        Assert.Contains("delete lexicon", result.Output);
        Assert.Equal(await ReadAsync(Path.Combine(trained.Bundle, "report.json")), await ReadAsync(json));
    }

    [Fact]
    public async Task Evaluate_Report_WritesThePageOfTrainingAndItsJson()
    {
        var page = Path.Combine(trained.Free("reports"), "page.html");

        var result = await Pflow.RunAsync("evaluate", trained.Pairs, "--bundle", trained.Bundle, "--report", page);

        Assert.Equal((0, $"Report: {page}."), (result.Code, result.Output.TrimEnd().Split('\n')[^1]));
        Assert.Equal(await TextAsync(Path.Combine(trained.Bundle, "report.html")), await TextAsync(page));
        Assert.Equal(await ReadAsync(Path.Combine(trained.Bundle, "report.json")), await ReadAsync(Path.ChangeExtension(page, ".json")));
    }

    [Fact]
    public async Task Evaluate_NoExamples_WritesNoText()
    {
        var page = trained.Free("bare.html");

        await Pflow.RunAsync("evaluate", trained.Pairs, "--bundle", trained.Bundle, "--report", page, "--no-examples");

        Assert.Contains("<article", await TextAsync(Path.Combine(trained.Bundle, "report.html")));
        Assert.Contains("\"examples\": null", await TextAsync(Path.ChangeExtension(page, ".json")));
        Assert.DoesNotContain("<article", await TextAsync(page));
    }

    [Fact]
    public async Task Evaluate_Validation_MeasuresOtherPairs()
    {
        var result = await Pflow.RunAsync(
            "evaluate", trained.Pairs, "--bundle", trained.Bundle, "--validation", "--config", trained.ConfigFile);

        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("Usage", result.Output);
    }

    [Fact]
    public async Task Evaluate_OtherPairs_IsRefused()
    {
        var pairs = await File.ReadAllTextAsync(trained.Pairs, TestContext.Current.CancellationToken);
        var other = trained.Write("other.jsonl", pairs.Replace("bad", "poor"));

        var result = await Pflow.RunAsync("evaluate", other, "--bundle", trained.Bundle);

        Assert.Equal(1, result.Code);
        Assert.StartsWith("pflow: The bundle was trained on other files", result.LastError);
    }

    [Fact]
    public async Task Inspect_Bundle_PrintsWhatItHolds()
    {
        var result = await Pflow.RunAsync("inspect", trained.Bundle);

        Assert.Equal(0, result.Code);
        Assert.Contains("1 blocks of width 32", result.Output);
        Assert.Contains("4 members", result.Output);
        Assert.Contains("rewards.onnx", result.Output);
        Assert.EndsWith("Hashes, shapes and golden cases hold.\n", result.Output);
    }

    [Theory]
    [InlineData("inspect", "BUNDLE")]
    [InlineData("evaluate", "PAIRS", "--bundle", "BUNDLE")]
    [InlineData("transform", "Some text.", "--bundle", "BUNDLE")]
    public async Task AnyCommand_CorruptBundle_NamesFileInOneLine(params string[] arguments)
    {
        var bundle = trained.CopyBundle($"corrupt-{arguments[0]}");
        File.AppendAllText(Path.Combine(bundle, "rewards.onnx"), "x");

        var result = await Pflow.RunAsync([.. arguments.Select(a => a == "BUNDLE" ? bundle : a == "PAIRS" ? trained.Pairs : a)]);

        Assert.Equal(1, result.Code);
        Assert.StartsWith("pflow: rewards.onnx: was changed or cut", result.LastError);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Inspect_NoBundle_SaysWhatWasExpected() =>
        Assert.Contains("there is no such directory", (await Pflow.RunAsync("inspect", trained.Free("nowhere"))).LastError);

    private static async Task<string> ReadAsync(string file) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await TextAsync(file)));

    private static Task<string> TextAsync(string file) => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
}
