using System.Text.Json;

namespace PreferenceFlow.Training.Loop;

/// <summary>Where a run keeps its checkpoints and its <c>metrics.jsonl</c>.</summary>
/// <param name="path">The directory; created when missing.</param>
/// <param name="fingerprint">What the run was started with: data hash, seed and sizes.</param>
/// <param name="resume">Go on from the checkpoints that lie there.</param>
internal sealed class RunDirectory(string path, string fingerprint, bool resume)
{
    private const string Metrics = "metrics.jsonl";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private bool _begun = resume;

    public string Fingerprint { get; } = fingerprint;

    public bool Resume { get; } = resume;

    public string CheckpointOf(string stage) => PathOf($"checkpoint-{stage}");

    /// <summary>Where a file of the run lies; the directory is created when missing.</summary>
    /// <param name="name">Its name; what no file name may hold becomes a hyphen.</param>
    public string PathOf(string name) =>
        Path.Combine(Directory.CreateDirectory(path).FullName, string.Join('-', name.Split(Path.GetInvalidFileNameChars())));

    /// <summary>A stage of the same run trained from the start once more.</summary>
    public RunDirectory Again() => new(path, Fingerprint, resume: false) { _begun = _begun };

    /// <summary>Writes a JSON file beside the checkpoints.</summary>
    public void Write<T>(string name, T content) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(path).FullName, name), JsonSerializer.Serialize(content, s_json));

    /// <summary>Appends one line to <c>metrics.jsonl</c>, which begins anew with a run that does not resume.</summary>
    public void Record(TrainingProgress metrics)
    {
        var file = Path.Combine(Directory.CreateDirectory(path).FullName, Metrics);
        if (!_begun)
            File.Delete(file);
        _begun = true;
        File.AppendAllText(file, JsonSerializer.Serialize(metrics, s_json) + "\n");
    }

    /// <summary>What <c>metrics.jsonl</c> holds, in its order. A line that a killed process left unfinished is passed over.</summary>
    public IEnumerable<TrainingProgress> Recorded()
    {
        var file = Path.Combine(path, Metrics);
        return File.Exists(file) ? File.ReadLines(file).Select(Parse).OfType<TrainingProgress>() : [];

        static TrainingProgress? Parse(string line)
        {
            try
            {
                return JsonSerializer.Deserialize<TrainingProgress>(line, s_json);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
