using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>A latent flow over answers as it is served.</summary>
/// <param name="Network">The exported network.</param>
/// <param name="Settings">How features become vectors, and how these move and vote.</param>
/// <param name="Encoder">Gives the features.</param>
internal sealed record TrainedLatentFlow(byte[] Network, AnswerFlowSettings Settings, EncoderSettings Encoder)
{
    public AnswerFlow Open(OnnxOptions options) => new(Encoder.CreateBuiltIn(), Network, Settings, options);
}
