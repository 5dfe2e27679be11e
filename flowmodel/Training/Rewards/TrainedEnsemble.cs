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
    /// <summary>Files that the encoder is read from, by their names in the bundle.</summary>
    public IReadOnlyDictionary<string, byte[]> EncoderFiles { get; init; } = new Dictionary<string, byte[]>();

    public RewardEnsemble Open(OnnxOptions options) => new(Encoder.Create(name => EncoderFiles[name], options), Network, Calibration, options);
}
