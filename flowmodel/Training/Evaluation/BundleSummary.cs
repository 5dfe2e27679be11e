using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;

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

    /// <summary>Shape of the edit flow.</summary>
    public required EditFlowShape Flow { get; init; }

    /// <summary>Members of the ensemble that judges edits.</summary>
    public required int Members { get; init; }

    /// <summary>The gate measured with; the bundle's own unless another was given.</summary>
    public required GateOptions Gate { get; init; }

    internal static BundleSummary Of(ModelBundle bundle, GateOptions gate) => new()
    {
        Id = bundle.Id, Seed = bundle.Manifest.Seed, DataSha256 = bundle.Manifest.DataSha256,
        Flow = bundle.Edit!.Settings.Flow, Members = bundle.Edit.Rewards.Members, Gate = gate,
    };
}
