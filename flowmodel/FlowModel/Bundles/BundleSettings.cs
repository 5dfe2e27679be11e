using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Shapes, calibration and thresholds that the networks are served with; <c>settings.json</c>.</summary>
public sealed record BundleSettings
{
    public required EditFlowShape Flow { get; init; }

    /// <summary>What the reward ensemble reads texts with.</summary>
    public required EncoderSettings Encoder { get; init; }

    public required Calibration Calibration { get; init; }

    public ProposalOptions Proposals { get; init; } = new();

    public GateOptions Gate { get; init; } = new();

    /// <summary>Share of the sources that training held out for the report; with the seed it finds them again.</summary>
    public double HeldOut { get; init; }

    /// <summary>Share of the sources that training stopped and calibrated on.</summary>
    public double Validation { get; init; }
}
