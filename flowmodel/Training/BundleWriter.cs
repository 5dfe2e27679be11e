using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training;

/// <summary>Writes a bundle whole or not at all: into a temporary directory beside the target, renamed at the end.</summary>
internal sealed class BundleWriter : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;

    /// <param name="target">The bundle's directory. One that is there is replaced when the new one is complete.</param>
    public BundleWriter(string target)
    {
        _target = Path.GetFullPath(target);
        _temporary = $"{_target}.{Environment.ProcessId}.new";
        Dispose(); // what a killed process of the same id left
        Directory.CreateDirectory(_temporary);
    }

    /// <summary>Looks, before any training, whether a bundle may be written there.</summary>
    /// <exception cref="TrainingFailedException">Something that is not a bundle lies there; replacing it would delete it.</exception>
    public static void RequireReplaceable(string target)
    {
        var isOther = Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()
            && !File.Exists(Path.Combine(target, BundleManifest.FileName));
        if (isOther || File.Exists(target))
            throw new TrainingFailedException($"{target} is there and is not a bundle; it is not replaced. Name another directory.");
    }

    /// <summary>Where the files lie until the bundle is complete.</summary>
    public string Temporary => _temporary;

    public void Add(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_temporary, name), content);

    public void Add<T>(string name, T content) => Add(name, JsonSerializer.SerializeToUtf8Bytes(content, BundleFiles.Json));

    /// <summary>Adds an ensemble's network under a name, and its encoder's files under theirs.</summary>
    public void Add(string name, TrainedEnsemble ensemble)
    {
        Add(name, ensemble.Network);
        foreach (var (file, content) in ensemble.EncoderFiles)
            Add(file, content);
    }

    public void Add(ByteBpeTokenizer tokenizer) => tokenizer.Save(Path.Combine(_temporary, BundleFiles.Tokenizer));

    /// <summary>Describes what was added so far. The id comes from the content of all files but report and golden cases.</summary>
    public BundleManifest Describe(int seed, string dataSha256, IReadOnlyDictionary<string, double> figures)
    {
        var files = Directory.GetFiles(_temporary).Select(f => Path.GetFileName(f)!).Where(f => f != BundleManifest.FileName)
            .Order(StringComparer.Ordinal).ToDictionary(f => f, f => BundleFiles.Describe(Path.Combine(_temporary, f)));
        var content = string.Concat(files
            .Where(f => f.Key is not (BundleFiles.Report or BundleFiles.ReportPage or BundleFiles.Golden)).Select(f => f.Value.Sha256));
        return new()
        {
            SchemaVersion = BundleManifest.Schema,
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)))[..12],
            Created = TimeProvider.System.GetUtcNow(),
            Seed = seed,
            DataSha256 = dataSha256,
            Files = files,
            Figures = figures,
        };
    }

    /// <summary>Writes the manifest and moves the bundle to its place.</summary>
    public void Complete(BundleManifest manifest)
    {
        Add(BundleManifest.FileName, manifest);
        if (Directory.Exists(_target))
        {
            var old = _temporary + ".old";
            Directory.Move(_target, old);
            try
            {
                Directory.Move(_temporary, _target);
            }
            catch
            {
                Directory.Move(old, _target);
                throw;
            }

            Directory.Delete(old, recursive: true);
        }
        else
        {
            Directory.Move(_temporary, _target);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_temporary))
            Directory.Delete(_temporary, recursive: true);
    }
}
