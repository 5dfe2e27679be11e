using System.Text.Json;

namespace PreferenceFlow.Cli.Tests;

/// <summary>Training and evaluating a bundle that only chooses among answers, four of which are compared for every prompt.</summary>
public sealed class SelectOnlyTests(TrainedOnce trained)
{
    private const string Config = """
        {
          "heldOut": 0.25, "validation": 0.25, "transforms": ["select"], "latentFlow": null,
          "answerRewards": {
            "members": 4, "buckets": 2048, "minPrompts": 4, "measureUnits": 4, "batchPairs": 32,
            "loop": { "steps": 40, "learningRate": 0.02, "warmUp": 5, "ema": 0.9, "validateEvery": 20 }
          }
        }
        """;

    private static readonly string[] s_answers = ["no", "rather not", "maybe, all in all", "yes, it is, beyond any doubt"];

    [Fact]
    public async Task TrainAndEvaluate_TransformSelect_MeasureChoosing()
    {
        var (pairs, config) = (trained.Write("answers.jsonl", Lines()), trained.Write("select.json", Config));
        var (bundle, json) = (trained.Free("selects"), trained.Free("selects.json"));

        var training = await Pflow.RunAsync("train", pairs, "--config", config, "--output", bundle);
        var evaluation = await Pflow.RunAsync("evaluate", pairs, "--bundle", bundle, "--json", json);
        var gated = await Pflow.RunAsync("evaluate", pairs, "--bundle", bundle, "--config", config);

        Assert.Equal((0, 0), (training.Code, evaluation.Code));
        foreach (var output in new[] { training.Output, evaluation.Output })
        {
            Assert.Matches(@"pairs ranked right +\d+\.\d% +\d+\.\d% +\d+\.\d%", output);
            Assert.Matches(@"by taking the longer answer +100\.0%", output); // every better answer here is the longer one
            Assert.Matches(@"best of 4 by longest: comparisons won +100\.0%", output);
            Assert.Matches(@"best of 4 by random: comparisons won +50\.0%", output);
            Assert.Contains("best of 4 by ensemble mean", output);
            Assert.Contains("Ensemble on answers: calibration error 0.", output);
            Assert.DoesNotContain("rejected texts", output);
        }

        Assert.Contains("report.html", training.Output);
        Assert.Equal(await ReadAsync(Path.Combine(bundle, "report.json")), await ReadAsync(json));
        Assert.Equal((1, "pflow: The bundle does not edit: it has no proposals or gate to take from --config."), (gated.Code, gated.LastError));
    }

    private static string Lines() => string.Join('\n',
        from prompt in Enumerable.Range(0, 40)
        from better in Enumerable.Range(0, s_answers.Length)
        from worse in Enumerable.Range(0, better)
        select JsonSerializer.Serialize(new { prompt = $"question {prompt}", chosen = s_answers[better], rejected = s_answers[worse] }));

    private static async Task<string> ReadAsync(string file) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
}
