using System.Text.Json;
using PreferenceFlow.Training.Tests;

[assembly: AssemblyFixture(typeof(PreferenceFlow.Cli.Tests.TrainedOnce))]

namespace PreferenceFlow.Cli.Tests;

/// <summary>Tiny pairs in a file, and a bundle that pflow trained on them; once for all tests.</summary>
public sealed class TrainedOnce : IAsyncLifetime
{
    private const string Config = """
        {
          "heldOut": 0.15, "validation": 0.15, "goodChanged": 0.1,
          "flow": {
            "vocabulary": 320, "width": 32, "depth": 1, "heads": 2, "dropout": 0, "batchTokens": 768,
            "loop": { "steps": 150, "learningRate": 0.008, "warmUp": 10, "ema": 0.9, "validateEvery": 50 }
          },
          "rewards": {
            "members": 4, "units": 2, "buckets": 2048, "batchPairs": 32,
            "loop": { "steps": 60, "learningRate": 0.03, "warmUp": 5, "ema": 0.9, "validateEvery": 30 }
          },
          "answerRewards": {
            "members": 4, "buckets": 2048, "minPrompts": 4, "measureUnits": 4, "batchPairs": 32,
            "loop": { "steps": 40, "learningRate": 0.02, "warmUp": 5, "ema": 0.9, "validateEvery": 20 }
          },
          "latentFlow": {
            "projected": 8, "width": 8, "depth": 1, "batchPairs": 32,
            "loop": { "steps": 30, "learningRate": 0.003, "warmUp": 5, "ema": 0.9, "validateEvery": 15 }
          }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public string Pairs => _directory["pairs.jsonl"];

    public string ConfigFile => _directory["train.json"];

    public string Bundle => _directory["bundle"];

    internal PflowResult Training { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllLinesAsync(Pairs, TinyPairs.Make(320).Select(p =>
            JsonSerializer.Serialize(new { prompt = p.Prompt, chosen = p.Chosen, rejected = p.Rejected })));
        await File.WriteAllTextAsync(ConfigFile, Config);
        Training = await Pflow.RunAsync("train", Pairs, "--config", ConfigFile, "--output", Bundle);
    }

    /// <summary>A path in the shared directory.</summary>
    internal string Write(string name, string content)
    {
        File.WriteAllText(_directory[name], content);
        return _directory[name];
    }

    internal string Free(string name) => _directory[name];

    internal string CopyBundle(string name) => _directory.Copy(Bundle, name);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
