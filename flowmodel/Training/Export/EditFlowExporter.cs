using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Networks;

namespace PreferenceFlow.Training.Export;

/// <summary>Writes an edit flow as two ONNX graphs, node for node what <see cref="EditFlowNet"/> computes in evaluation mode.</summary>
internal static class EditFlowExporter
{
    /// <summary>tokens, positions [B, L] → rates [B, L, 3], hidden [B, L, D].</summary>
    public static byte[] Body(EditFlowNet net)
    {
        var width = net.Shape.Width;
        var graph = new OnnxGraph("edit-flow-body");
        var tokens = graph.Input("tokens", OnnxGraph.Int64, null, null);
        var positions = graph.Input("positions", OnnxGraph.Int64, null, null);

        var padding = graph.Node("Equal", [tokens, graph.IntegerScalar(ByteBpeTokenizer.Pad)]);
        var real = graph.Node("Cast", [graph.Node("Not", [padding])], ("to", (long)OnnxGraph.Float));
        var hidden = graph.Node("Mul", [graph.Node("Sub", [graph.Scalar(1), real]), graph.Scalar(EditFlowNet.Masked)]);
        var mask = graph.Node("Unsqueeze", [hidden, graph.Integers(1, 2)]);

        var x = graph.Node("Mul", [graph.Embedding(tokens, net.Token), graph.Scalar(MathF.Sqrt(width))]);
        x = graph.Node("Add", [x, graph.Embedding(positions, net.Position)]);
        x = graph.Node("Mul", [x, graph.Node("Unsqueeze", [real, graph.Integers(-1)])]);
        x = graph.Node("Add", [x, Mix(graph, x, net.Mix)]);
        foreach (var block in net.Blocks)
            x = Block(graph, x, mask, block, width);
        x = graph.LayerNorm(x, net.Norm);

        graph.Output(graph.Node("Softplus", [graph.Linear(x, net.Rates)]), "rates", OnnxGraph.Float, null, null, 3);
        graph.Output(x, "hidden", OnnxGraph.Float, null, null, width);
        return graph.ToModel();
    }

    /// <summary>hidden [N, D] → insert, substitute [N, V].</summary>
    public static byte[] Heads(EditFlowNet net)
    {
        var graph = new OnnxGraph("edit-flow-heads");
        var hidden = graph.Input("hidden", OnnxGraph.Float, null, net.Shape.Width);
        var embedding = graph.Transpose(graph.Weights(net.Token.weight!), 1, 0);
        foreach (var (name, layer, bias) in net.Heads)
        {
            var product = graph.Node("MatMul", [graph.Linear(hidden, layer), embedding]);
            graph.Output(graph.Node("Add", [product, graph.Weights(bias)]), name, OnnxGraph.Float, null, net.Shape.Vocabulary);
        }

        return graph.ToModel();
    }

    private static string Mix(OnnxGraph graph, string x, LocalMix mix)
    {
        const int reach = LocalMix.Reach;
        var padded = graph.Node("Pad", [x, graph.Integers(0, reach, 0, 0, reach, 0)]);
        var sum = graph.Weights(mix.Bias);
        for (var offset = 0; offset <= 2 * reach; offset++)
        {
            var end = offset == 2 * reach ? long.MaxValue : offset - (2 * reach);
            var shifted = graph.Node("Slice", [padded, graph.Integers(offset), graph.Integers(end), graph.Integers(1)]);
            sum = graph.Node("Add", [sum, graph.Node("Mul", [shifted, graph.Weights(mix.Weight[offset])])]);
        }

        return sum;
    }

    private static string Block(OnnxGraph graph, string x, string mask, TransformerBlock block, long width)
    {
        var size = width / block.Heads;
        var parts = graph.Linear(graph.LayerNorm(x, block.AttentionNorm), block.QueryKeyValue);
        parts = graph.Transpose(graph.Reshape(parts, 0, 0, 3, block.Heads, size), 2, 0, 3, 1, 4);
        string Part(long index) => graph.Node("Gather", [parts, graph.IntegerScalar(index)], ("axis", 0L));

        var scores = graph.Node("MatMul", [Part(0), graph.Transpose(Part(1), 0, 1, 3, 2)]);
        scores = graph.Node("Add", [graph.Node("Mul", [scores, graph.Scalar(1 / MathF.Sqrt(size))]), mask]);
        var attended = graph.Node("MatMul", [graph.Node("Softmax", [scores], ("axis", -1L)), Part(2)]);
        attended = graph.Reshape(graph.Transpose(attended, 0, 2, 1, 3), 0, 0, width);
        x = graph.Node("Add", [x, graph.Linear(attended, block.Output)]);

        var forward = graph.Gelu(graph.Linear(graph.LayerNorm(x, block.FeedForwardNorm), block.Expand));
        return graph.Node("Add", [x, graph.Linear(forward, block.Contract)]);
    }
}
