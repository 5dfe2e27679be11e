using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Networks;

namespace PreferenceFlow.Training.Export;

/// <summary>
/// Writes a reward ensemble as one ONNX graph: features and weights [B, N], and measures [B, F] where F is not 0, → rewards [B, K], and
/// position [B, D] where a map is given.
/// </summary>
internal static class RewardExporter
{
    /// <param name="net">The network.</param>
    /// <param name="positions">What φ is multiplied by, [D, D] row-major; null writes rewards alone.</param>
    public static byte[] Export(RewardNet net, float[]? positions)
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
        var linear = Columns(0, members);
        var worth = Combined(graph, hidden, graph.Weights(net.UnitWeight));
        List<string> hiddenUnits = [graph.Reshape(hidden, 0, members * units)];
        if (net.Shape.Measures > 0)
        {
            var measures = graph.Input("measures", OnnxGraph.Float, null, net.Shape.Measures);
            linear = graph.Node("Add", [linear, graph.Linear(measures, net.MeasureLinear!)]);
            var flat = graph.Node("Tanh", [graph.Linear(measures, net.MeasureHidden!)]);
            hiddenUnits.Add(flat);
            worth = graph.Node("Add", [worth, Combined(graph, graph.Reshape(flat, 0, members, net.Shape.MeasureUnits), graph.Weights(net.MeasureWeight!))]);
        }

        graph.Output(graph.Node("Add", [linear, worth]), "rewards", OnnxGraph.Float, null, members);
        if (positions is not null)
        {
            var width = net.Shape.LastLayer;
            var last = graph.Node("Concat", [linear, .. hiddenUnits], ("axis", 1L));
            graph.Output(graph.Node("MatMul", [last, graph.Weights(positions, width, width)]), RewardEnsemble.PositionOutput, OnnxGraph.Float, null, width);
        }

        return graph.ToModel();
    }

    private static string Combined(OnnxGraph graph, string hidden, string weights) =>
        graph.Node("ReduceSum", [graph.Node("Mul", [hidden, weights]), graph.Integers(-1)], ("keepdims", 0L));
}
