using PreferenceFlow.FlowModel.Bundles;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>What was measured.</summary>
public sealed record BundleSummary
{
    /// <inheritdoc cref="BundleManifest.Id"/>
    public required string Id { get; init; }

    /// <inheritdoc cref="BundleManifest.Seed"/>
    public required int Seed { get; init; }

    /// <inheritdoc cref="BundleManifest.DataSha256"/>
    public required string DataSha256 { get; init; }

    /// <summary>What the bundle can do, measured or not.</summary>
    public required IReadOnlyList<Transform> Transforms { get; init; }

    internal static BundleSummary Of(ModelBundle bundle) => new()
    {
        Id = bundle.Id, Seed = bundle.Manifest.Seed, DataSha256 = bundle.Manifest.DataSha256,
        Transforms =
        [
            .. bundle.Edit is null ? Array.Empty<Transform>() : [Transform.Edit],
            .. bundle.Selection is null ? Array.Empty<Transform>() : [Transform.Select],
        ],
    };
}
