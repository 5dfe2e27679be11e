using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Export;

/// <summary>Layers of TorchSharp as ONNX nodes.</summary>
internal static class OnnxLayers
{
    public static string Weights(this OnnxGraph graph, Tensor weights)
    {
        using var scope = NewDisposeScope();
        return graph.Weights(weights.detach().cpu().contiguous().data<float>().ToArray(), weights.shape);
    }

    public static string Linear(this OnnxGraph graph, string x, Linear layer)
    {
        using var scope = NewDisposeScope();
        var product = graph.Node("MatMul", [x, graph.Weights(layer.weight!.t())]);
        return layer.bias is null ? product : graph.Node("Add", [product, graph.Weights(layer.bias)]);
    }

    public static string LayerNorm(this OnnxGraph graph, string x, LayerNorm layer) =>
        graph.Node("LayerNormalization", [x, graph.Weights(layer.weight!), graph.Weights(layer.bias!)], ("axis", -1L), ("epsilon", 1e-5f));

    /// <summary>x·Φ(x) by the error function: opset 17 has no Gelu, the runtime fuses these nodes into one.</summary>
    public static string Gelu(this OnnxGraph graph, string x)
    {
        var erf = graph.Node("Erf", [graph.Node("Div", [x, graph.Scalar(MathF.Sqrt(2))])]);
        var product = graph.Node("Mul", [x, graph.Node("Add", [erf, graph.Scalar(1)])]);
        return graph.Node("Mul", [product, graph.Scalar(0.5f)]);
    }

    /// <summary>x·σ(x).</summary>
    public static string Silu(this OnnxGraph graph, string x) => graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]);

    public static string Embedding(this OnnxGraph graph, string ids, Embedding layer) =>
        graph.Node("Gather", [graph.Weights(layer.weight!), ids], ("axis", 0L));

    public static string Transpose(this OnnxGraph graph, string x, params long[] order) => graph.Node("Transpose", [x], ("perm", order));

    /// <summary>A reshape in which 0 keeps a dimension and −1 is inferred.</summary>
    public static string Reshape(this OnnxGraph graph, string x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);
}
