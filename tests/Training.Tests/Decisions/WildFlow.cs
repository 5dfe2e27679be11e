using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Decisions;

/// <summary>The lesson's bundle with a flow of random weights that edits anything, behind a gate with guards alone.</summary>
internal sealed class WildFlow : IDisposable
{
    private readonly EditFlowModel _model;

    public WildFlow(TinyLesson lesson)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(11);
        var net = new EditFlowNet(lesson.Bundle.Edit!.Flow.Shape, dropout: 0);
        foreach (var parameter in net.parameters())
            parameter.normal_(0, 0.3);
        net.eval();
        _model = new(net.Shape, EditFlowExporter.Body(net), EditFlowExporter.Heads(net), new OnnxOptions());
        var proposals = new ProposalOptions { Levels = [0.5, 2, 4], DeletionLevels = [3], Samples = 2, MaxAlone = 3 };
        Aligner = new(new TextEditor(lesson.Bundle.Edit.Tokenizer, _model, proposals), lesson.Bundle.Edit.Rewards, new Gate(Options));
    }

    public static GateOptions Options { get; } =
        new() { Caution = 0, MinGain = -1e6, MinSimilarity = 0, MinLengthRatio = 0, MaxLengthRatio = 9 };

    public Aligner Aligner { get; }

    public void Dispose() => _model.Dispose();
}
