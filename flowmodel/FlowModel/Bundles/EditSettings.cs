using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>What the edit flow, the ensemble that judges its versions and the gate are served with.</summary>
public sealed record EditSettings
{
    public required EditFlowShape Flow { get; init; }

    /// <summary>What the reward ensemble reads texts with.</summary>
    public required EncoderSettings Encoder { get; init; }

    public required Calibration Calibration { get; init; }

    public ProposalOptions Proposals { get; init; } = new();

    public GateOptions Gate { get; init; } = new();
}
