using PreferenceFlow.Training.Networks;

namespace PreferenceFlow.Training.Export;

/// <summary>Writes a reward ensemble as one ONNX graph: features and weights [B, N], and measures [B, F] where F is not 0, → rewards [B, K].</summary>
internal static class RewardExporter
{
    public static byte[] Export(RewardNet net)
    {
        var (members, units) = (net.Shape.Members, net.Shape.Units);
        var graph = new OnnxGraph("rewards");
        var features = graph.Input("features", OnnxGraph.Int64, null, null);
        var weights = graph.Input("weights", OnnxGraph.Float, null, null);
        var rows = graph.Node("Mul", [graph.Node("Gather", [graph.Weights(net.Table.weight!), features], ("axis", 0L)), graph.Node("Unsqueeze", [weights, graph.Integers(-1)])]);
        var sum = graph.Node("ReduceSum", [rows, graph.Integers(1)], ("keepdims", 0L));

        string Columns(long from, long to) => graph.Node("Slice", [sum, graph.Integers(from), graph.Integers(to), graph.Integers(1)]);
        var squares = graph.Node("ReduceSum", [graph.Node("Mul", [weights, weights]), graph.Integers(1)], ("keepdims", 1L));
        var norm = graph.Node("Sqrt", [graph.Node("Max", [squares, graph.Scalar(1)])]);
        var scaled = graph.Node("Div", [Columns(members, members * (1 + units)), norm]);
        var hidden = graph.Node("Tanh", [graph.Node("Add", [graph.Reshape(scaled, 0, members, units), graph.Weights(net.UnitBias)])]);
        var rewards = graph.Node("Add", [Columns(0, members), Combined(graph, hidden, graph.Weights(net.UnitWeight))]);
        if (net.Shape.Measures > 0)
            rewards = graph.Node("Add", [rewards, OfMeasures(graph, net)]);
        graph.Output(rewards, "rewards", OnnxGraph.Float, null, members);
        return graph.ToModel();
    }

    private static string OfMeasures(OnnxGraph graph, RewardNet net)
    {
        var measures = graph.Input("measures", OnnxGraph.Float, null, net.Shape.Measures);
        var units = graph.Reshape(graph.Linear(measures, net.MeasureHidden!), 0, net.Shape.Members, net.Shape.MeasureUnits);
        var hidden = graph.Node("Tanh", [units]);
        return graph.Node("Add", [graph.Linear(measures, net.MeasureLinear!), Combined(graph, hidden, graph.Weights(net.MeasureWeight!))]);
    }

    private static string Combined(OnnxGraph graph, string hidden, string weights) =>
        graph.Node("ReduceSum", [graph.Node("Mul", [hidden, weights]), graph.Integers(-1)], ("keepdims", 0L));
}
