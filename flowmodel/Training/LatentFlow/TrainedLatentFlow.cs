using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>A latent flow over answers as it is served.</summary>
/// <param name="Network">The exported network.</param>
/// <param name="Settings">What turns answers into vectors, and how these move and vote.</param>
internal sealed record TrainedLatentFlow(byte[] Network, AnswerFlowSettings Settings)
{
    public AnswerFlow Open(OnnxOptions options) => new(Network, Settings, options);
}
