using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>Where a stage stopped: enough to go on as if it had not. One directory a stage, replaced whole.</summary>
internal sealed record Checkpoint
{
    private const string StateFile = "state.json";
    private const string NetworkFile = "network.weights";
    private const string AverageFile = "average.weights";
    private const string BestFile = "best.weights";
    private const string OptimizerFile = "optimizer.state";

    // The best loss is infinite until the first validation.
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The next step to take.</summary>
    public required int Step { get; init; }

    public required double BestLoss { get; init; }

    /// <summary>Validations since the best one.</summary>
    public required int Stale { get; init; }

    /// <summary>Training time so far, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>True when the stage has come to its end.</summary>
    public required bool Finished { get; init; }

    /// <summary>What the stage was started with; another run's checkpoint is refused.</summary>
    public required string Fingerprint { get; init; }

    public void Save(string directory, nn.Module network, ExponentialMovingAverage average, Dictionary<string, Tensor> best, OptimizerHelper optimizer)
    {
        var temporary = directory + ".new";
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        Directory.CreateDirectory(temporary);
        network.save(Path.Combine(temporary, NetworkFile));
        using (new WeightSwap(network, average.State))
            network.save(Path.Combine(temporary, AverageFile));
        using (new WeightSwap(network, best))
            network.save(Path.Combine(temporary, BestFile));
        optimizer.save_state_dict(Path.Combine(temporary, OptimizerFile));
        File.WriteAllText(Path.Combine(temporary, StateFile), JsonSerializer.Serialize(this, s_json));

        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Directory.Move(temporary, directory);
    }

    /// <summary>Puts a stage back where it stopped; null when there is nothing to go on from.</summary>
    /// <exception cref="TrainingFailedException">The checkpoint is of another run.</exception>
    public static Checkpoint? Restore(
        string directory, string fingerprint, nn.Module network, ExponentialMovingAverage average, Dictionary<string, Tensor> best, OptimizerHelper optimizer)
    {
        var file = Path.Combine(directory, StateFile);
        if (!File.Exists(file))
            return null;
        var checkpoint = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(file), s_json)!;
        if (checkpoint.Fingerprint != fingerprint)
            throw new TrainingFailedException($"{directory} is the checkpoint of a run with other data or options. Train without --resume, or into another directory.");

        network.load(Path.Combine(directory, BestFile));
        Weights.Copy(network.state_dict(), best);
        network.load(Path.Combine(directory, AverageFile));
        Weights.Copy(network.state_dict(), average.State);
        network.load(Path.Combine(directory, NetworkFile));
        optimizer.load_state_dict(Path.Combine(directory, OptimizerFile));
        return checkpoint;
    }
}
