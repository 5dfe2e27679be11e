using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>What the rewards of several objectives or groups of annotators are served with.</summary>
public sealed record ObjectiveSettings
{
    /// <summary>Their names, in the order of the network's outputs, at least two.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What told the training pairs apart.</summary>
    public PairGrouping GroupBy { get; init; }

    /// <summary>What answers are read with, without their prompts.</summary>
    public required EncoderSettings.Ngrams Encoder { get; init; }

    /// <summary>A temperature for each objective.</summary>
    public required Calibration Calibration { get; init; }
}
