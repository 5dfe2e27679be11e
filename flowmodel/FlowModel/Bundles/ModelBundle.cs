using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>A loaded bundle: the only thing that passes from training to service. Owns the networks.</summary>
public sealed class ModelBundle : IDisposable
{
    private ModelBundle(BundleManifest manifest, BundleSettings settings, EditPart? edit, SelectionPart? selection) =>
        (Manifest, Settings, Edit, Selection) = (manifest, settings, edit, selection);

    public BundleManifest Manifest { get; }

    public BundleSettings Settings { get; }

    public string Id => Manifest.Id;

    /// <summary>What edits; null in a bundle that only selects.</summary>
    public EditPart? Edit { get; }

    /// <summary>What chooses among several answers; null in a bundle that only edits.</summary>
    public SelectionPart? Selection { get; }

    /// <summary>Loads a bundle: checks the hashes, then the shapes, then replays the golden cases.</summary>
    /// <param name="directory">A directory that training wrote.</param>
    /// <param name="options">Where the networks run; null for one CPU thread each.</param>
    /// <exception cref="BundleException">The bundle is missing, incomplete, changed, of another schema, or does not reproduce its golden cases.</exception>
    public static ModelBundle Load(string directory, OnnxOptions? options = null)
    {
        if (!Directory.Exists(directory))
            throw new BundleException($"{directory}: there is no such directory; a bundle written by training was expected.");
        var manifest = BundleFiles.Read<BundleManifest>(directory, BundleManifest.FileName);
        if (manifest.SchemaVersion != BundleManifest.Schema)
            throw new BundleException($"{BundleManifest.FileName}: schema {manifest.SchemaVersion} is not the one read here, {BundleManifest.Schema}.");
        CheckFiles(directory, manifest);

        var bundle = LoadUnchecked(directory, manifest, options ?? new OnnxOptions());
        try
        {
            if (BundleFiles.Read<GoldenCases>(directory, BundleFiles.Golden).Mismatch(bundle) is { } problem)
                throw new BundleException($"{BundleFiles.Golden}: {problem}.");
            return bundle;
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    /// <summary>Builds the bundle from its files without hashes and golden cases: how training records them in the first place.</summary>
    public static ModelBundle LoadUnchecked(string directory, BundleManifest manifest, OnnxOptions options)
    {
        var settings = BundleFiles.Read<BundleSettings>(directory, BundleFiles.Settings);
        RequireFiles(manifest, settings);
        var edit = settings.Edit is null ? null : EditPart.Load(directory, settings.Edit, options);
        try
        {
            var selection = settings.Selection is null ? null : SelectionPart.Load(directory, settings.Selection, options);
            return new(manifest, settings, edit, selection);
        }
        catch
        {
            edit?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Edit?.Dispose();
        Selection?.Dispose();
    }

    private static void RequireFiles(BundleManifest manifest, BundleSettings settings)
    {
        if (settings is { Edit: null, Selection: null })
            throw new BundleException($"{BundleFiles.Settings}: has neither edit nor selection.");
        string[] required =
        [
            .. settings.Edit is { } edit ? [.. EditPart.Files, .. edit.Encoder.Files] : Array.Empty<string>(),
            .. settings.Selection is { } selection ? SelectionPart.FilesOf(selection) : Array.Empty<string>(),
        ];
        foreach (var name in required.Except(manifest.Files.Keys))
            throw new BundleException($"{BundleManifest.FileName}: does not list {name}, which the settings ask for.");
    }

    private static void CheckFiles(string directory, BundleManifest manifest)
    {
        string[] required = [BundleFiles.Settings, BundleFiles.Golden];
        foreach (var name in required.Except(manifest.Files.Keys))
            throw new BundleException($"{BundleManifest.FileName}: does not list {name}, which every bundle has.");
        foreach (var (name, expected) in manifest.Files)
        {
            var path = Path.Combine(directory, name);
            if (expected is null)
                throw new BundleException($"{name}: the manifest does not describe it.");
            if (Path.GetFileName(name) != name || !File.Exists(path))
                throw new BundleException($"{name}: is missing.");
            var found = BundleFiles.Describe(path);
            if (found != expected)
                throw new BundleException($"{name}: was changed or cut ({found.Bytes} bytes, hash {found.Sha256[..8]}…; the manifest says {expected.Bytes}, {expected.Sha256[..Math.Min(8, expected.Sha256.Length)]}…).");
        }
    }
}
