using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>A loaded bundle: the only thing that passes from training to service. Owns the networks.</summary>
public sealed class ModelBundle : IDisposable
{
    private readonly BundleParts _parts;

    private ModelBundle(BundleManifest manifest, BundleSettings settings, BundleParts parts)
    {
        (Manifest, Settings, Rewards, _parts) = (manifest, settings, parts.Rewards, parts);
        Aligner = new Aligner(EditorWith(settings.Proposals), parts.Rewards, new Gate(settings.Gate));
    }

    public BundleManifest Manifest { get; }

    public BundleSettings Settings { get; }

    public string Id => Manifest.Id;

    public IAligner Aligner { get; }

    public RewardEnsemble Rewards { get; }

    public ByteBpeTokenizer Tokenizer => _parts.Tokenizer;

    public EditFlowModel Flow => _parts.Flow;

    /// <summary>The bundle's flow with other proposals than the bundle's own.</summary>
    public TextEditor EditorWith(ProposalOptions proposals) => new(_parts.Tokenizer, _parts.Flow, proposals);

    /// <summary>The bundle's aligner with other thresholds than the bundle's own.</summary>
    public IAligner AlignerWith(ProposalOptions proposals, GateOptions gate) => new Aligner(EditorWith(proposals), Rewards, new Gate(gate));

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
            var golden = BundleFiles.Read<List<GoldenCase>>(directory, BundleFiles.Golden);
            foreach (var (index, golden1) in golden.Index())
            {
                if (golden1.Mismatch(bundle.Aligner) is { } problem)
                    throw new BundleException($"{BundleFiles.Golden}: case {index} is not reproduced: {problem}.");
            }

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
        return new(manifest, settings, BundleParts.Load(directory, settings, options));
    }

    public void Dispose()
    {
        _parts.Flow.Dispose();
        _parts.Rewards.Dispose();
    }

    private static void CheckFiles(string directory, BundleManifest manifest)
    {
        string[] required = [BundleFiles.Tokenizer, BundleFiles.Settings, BundleFiles.FlowBody, BundleFiles.FlowHeads, BundleFiles.Rewards, BundleFiles.Golden];
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
