using System.Text.Json.Nodes;
using PreferenceFlow.FlowModel.Bundles;

namespace PreferenceFlow.Training.Tests.Bundles;

/// <summary>A copy of the lesson's bundle to damage.</summary>
internal sealed class BundleCopy(TinyLesson lesson) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string? _path;

    public string Path => _path ??= _directory.Copy(lesson.Directory, "bundle");

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Changes a JSON file; a file that the manifest lists gets its new hash there.</summary>
    public BundleCopy Edit(string file, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(File.ReadAllText(this[file]))!;
        change(node);
        return Write(file, node.ToJsonString());
    }

    /// <summary>Overwrites a file and, where the manifest lists it, its hash.</summary>
    public BundleCopy Write(string file, string content)
    {
        File.WriteAllText(this[file], content);
        return file == BundleManifest.FileName ? this : Rehash(file);
    }

    public BundleCopy Rehash(string file) => Edit(BundleManifest.FileName, manifest =>
    {
        var described = BundleFiles.Describe(this[file]);
        manifest["files"]![file] = new JsonObject { ["bytes"] = described.Bytes, ["sha256"] = described.Sha256 };
    });

    /// <summary>The message that loading is refused with.</summary>
    public string Refusal() => Assert.Throws<BundleException>(() => ModelBundle.Load(Path)).Message;

    public void Dispose() => _directory.Dispose();
}
