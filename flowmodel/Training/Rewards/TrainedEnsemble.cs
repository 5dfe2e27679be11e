using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.Training.Rewards;

/// <summary>A reward ensemble as it is served.</summary>
/// <param name="Network">The exported network.</param>
/// <param name="Encoder">What it reads texts with.</param>
/// <param name="Calibration">Fitted on the validation pairs.</param>
/// <param name="Suspects">Training pairs whose label it doubts, worst first.</param>
public sealed record TrainedEnsemble(byte[] Network, EncoderSettings Encoder, Calibration Calibration, IReadOnlyList<SuspectPair> Suspects)
{
    public RewardEnsemble Open(OnnxOptions options) => new(Encoder.Create(), Network, Calibration, options);
}
