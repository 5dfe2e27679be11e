using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Export;

/// <summary>Writes a reward model of several objectives as an ONNX graph: features and weights [B, N] → rewards [B, G].</summary>
internal static class ObjectiveRewardExporter
{
    public static byte[] Export(ObjectiveRewardNet net)
    {
        using var scope = NewDisposeScope();
        var graph = new OnnxGraph("objectives");
        var features = graph.Input("features", OnnxGraph.Int64, null, null);
        var weights = graph.Input("weights", OnnxGraph.Float, null, null);
        var rows = graph.Node("Mul", [graph.Embedding(features, net.Table), graph.Node("Unsqueeze", [weights, graph.Integers(-1)])]);
        var sum = graph.Node("ReduceSum", [rows, graph.Integers(1)], ("keepdims", 0L));
        var count = graph.Node("Max", [graph.Node("ReduceSum", [weights, graph.Integers(1)], ("keepdims", 1L)), graph.Scalar(1)]);
        var scaled = graph.Node("Add", [graph.Node("Div", [sum, graph.Node("Sqrt", [count])]), graph.Weights(net.Bias)]);
        var heads = graph.Node("Add", [graph.Weights(net.Head), graph.Weights(net.Offsets)]);
        graph.Output(
            graph.Node("MatMul", [graph.Node("Tanh", [scaled]), heads]), "rewards", OnnxGraph.Float, null, net.Shape.Objectives);
        return graph.ToModel();
    }
}
