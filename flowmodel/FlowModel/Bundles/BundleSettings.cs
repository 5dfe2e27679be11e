using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Shapes, calibration and thresholds that the networks are served with; <c>settings.json</c>.</summary>
public sealed record BundleSettings
{
    public required EditFlowShape Flow { get; init; }

    /// <summary>Buckets of the reward encoder's feature table.</summary>
    public required int RewardBuckets { get; init; }

    public required Calibration Calibration { get; init; }

    public ProposalOptions Proposals { get; init; } = new();

    public GateOptions Gate { get; init; } = new();
}
