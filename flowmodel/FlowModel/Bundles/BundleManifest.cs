namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>What a bundle is and what it holds; <c>manifest.json</c>.</summary>
public sealed record BundleManifest
{
    /// <summary>The only schema this version reads and writes.</summary>
    public const int Schema = 3;

    public const string FileName = "manifest.json";

    public required int SchemaVersion { get; init; }

    /// <summary>First 12 hex digits of the hash over all file hashes: the same content has the same id.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required int Seed { get; init; }

    /// <summary>SHA-256 of the training pairs as they were read, in hex.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>Every other file of the bundle by name.</summary>
    public required IReadOnlyDictionary<string, BundleFile> Files { get; init; }

    /// <summary>Headline figures on held-out pairs.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();
}

/// <summary>Size and hash of one file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in hex.</param>
public sealed record BundleFile(long Bytes, string Sha256);
