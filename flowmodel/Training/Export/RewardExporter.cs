using PreferenceFlow.Training.Networks;

namespace PreferenceFlow.Training.Export;

/// <summary>Writes a reward ensemble as one ONNX graph: features [B, N] → rewards [B, K].</summary>
internal static class RewardExporter
{
    public static byte[] Export(RewardNet net)
    {
        var (members, units) = (net.Shape.Members, net.Shape.Units);
        var graph = new OnnxGraph("rewards");
        var features = graph.Input("features", OnnxGraph.Int64, null, null);
        var padding = graph.Node("Equal", [features, graph.IntegerScalar(0)]);
        var real = graph.Node("Cast", [graph.Node("Not", [padding])], ("to", (long)OnnxGraph.Float));
        var rows = graph.Node("Mul", [graph.Embedding(features, net.Table), graph.Node("Unsqueeze", [real, graph.Integers(-1)])]);
        var sum = graph.Node("ReduceSum", [rows, graph.Integers(1)], ("keepdims", 0L));

        string Columns(long from, long to) => graph.Node("Slice", [sum, graph.Integers(from), graph.Integers(to), graph.Integers(1)]);
        var count = graph.Node("Max", [graph.Node("ReduceSum", [real, graph.Integers(1)], ("keepdims", 1L)), graph.Scalar(1)]);
        var scaled = graph.Node("Div", [Columns(members, members * (1 + units)), graph.Node("Sqrt", [count])]);
        var hidden = graph.Node("Tanh", [graph.Node("Add", [graph.Reshape(scaled, 0, members, units), graph.Weights(net.UnitBias)])]);
        var nonlinear = graph.Node(
            "ReduceSum", [graph.Node("Mul", [hidden, graph.Weights(net.UnitWeight)]), graph.Integers(-1)], ("keepdims", 0L));
        graph.Output(graph.Node("Add", [Columns(0, members), nonlinear]), "rewards", OnnxGraph.Float, null, members);
        return graph.ToModel();
    }
}
