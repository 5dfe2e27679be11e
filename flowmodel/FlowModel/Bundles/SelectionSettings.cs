using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>What the ensemble that chooses among whole answers is served with.</summary>
public sealed record SelectionSettings
{
    /// <summary>What the reward ensemble reads prompts and answers with.</summary>
    public required EncoderSettings Encoder { get; init; }

    public required Calibration Calibration { get; init; }

    public SelectionOptions Options { get; init; } = new();

    /// <summary>Of the rewards by objective or group; null where there are none.</summary>
    public ObjectiveSettings? Objectives { get; init; }

    /// <summary>Of the latent flow that votes among answers and finds examples; null where there is none.</summary>
    public AnswerFlowSettings? Flow { get; init; }
}
