using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Export;

/// <summary>
/// Writes a velocity network as an ONNX graph, node for node what <see cref="VelocityNet"/> computes:
/// x [B, D], t [B], c [B, C], known [B] → velocity [B, D].
/// </summary>
internal static class LatentFlowExporter
{
    public static byte[] Export(VelocityNet net)
    {
        using var scope = NewDisposeScope();
        var (shape, graph) = (net.Shape, new OnnxGraph("latent-flow"));
        var x = graph.Input("x", OnnxGraph.Float, null, shape.Latent);
        var t = graph.Input("t", OnnxGraph.Float, [null]);
        var c = graph.Input("c", OnnxGraph.Float, null, shape.Condition);
        var known = graph.Input("known", OnnxGraph.Float, [null]);

        string Column(string row) => graph.Node("Unsqueeze", [row, graph.Integers(1)]);
        var angles = graph.Node("Mul", [Column(t), graph.Weights(net.Frequencies, shape.TimeFeatures / 2)]);
        var features = graph.Node("Concat", [graph.Node("Sin", [angles]), graph.Node("Cos", [angles])], ("axis", 1L));
        var told = graph.Node("Mul", [graph.Linear(c, net.Condition), Column(known)]);
        var untold = graph.Node("Mul", [graph.Node("Sub", [graph.Scalar(1), Column(known)]), graph.Weights(net.Unconditional)]);
        var guide = graph.Silu(graph.Node("Add", [graph.Node("Add", [told, untold]), graph.Linear(features, net.Time)]));

        var h = graph.Linear(x, net.Input);
        foreach (var block in net.Blocks)
            h = Block(graph, h, guide, block, shape.Width);
        graph.Output(graph.Linear(graph.LayerNorm(h, net.Norm), net.Output), "velocity", OnnxGraph.Float, null, shape.Latent);
        return graph.ToModel();
    }

    private static string Block(OnnxGraph graph, string x, string guide, VelocityBlock block, long width)
    {
        var parts = graph.Linear(guide, block.Modulation);
        string Part(long index) => graph.Node(
            "Slice", [parts, graph.Integers(index * width), graph.Integers((index + 1) * width), graph.Integers(1)]);

        var scale = graph.Node("Add", [Part(1), graph.Scalar(1)]);
        var h = graph.Node("Add", [graph.Node("Mul", [graph.LayerNorm(x, block.Norm), scale]), Part(0)]);
        h = graph.Linear(graph.Silu(graph.Linear(h, block.Expand)), block.Contract);
        return graph.Node("Add", [x, graph.Node("Mul", [Part(2), h])]);
    }
}
