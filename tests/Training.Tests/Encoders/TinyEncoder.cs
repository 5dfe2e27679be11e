using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;

namespace PreferenceFlow.Training.Tests.Encoders;

/// <summary>A sentence encoder of a few weights and the vocabulary it reads.</summary>
internal static class TinyEncoder
{
    public const int Width = 4, Positions = 16;

    public const string Vocabulary = "[UNK]\n[CLS]\n[SEP]\na\nb\nthe\n##c\nis\nbad\ngood\nreport\n.\n";

    public static readonly int Tokens = Vocabulary.Count(c => c == '\n');

    /// <summary>The weight of a token's row.</summary>
    public static float Row(int token, int column) => MathF.Sin((token * Width) + column + 1);

    /// <summary>Attention over token and position rows, masked: [B, T] → last_hidden_state [B, T, D].</summary>
    public static byte[] Transformer()
    {
        var graph = new OnnxGraph("encoder");
        var ids = graph.Input("input_ids", OnnxGraph.Int64, null, null);
        var mask = graph.Input("attention_mask", OnnxGraph.Int64, null, null);
        var types = graph.Input("token_type_ids", OnnxGraph.Int64, null, null);
        var words = Rows(graph, ids, Tokens, 0);
        var length = graph.Node("Gather", [graph.Node("Shape", [ids]), graph.IntegerScalar(1)], ("axis", 0L));
        var places = graph.Node("Range", [graph.IntegerScalar(0), length, graph.IntegerScalar(1)]);
        var states = graph.Node("Add", [graph.Node("Add", [words, Rows(graph, types, 2, 50)]), Rows(graph, places, Positions, 100)]);
        var scores = graph.Node("MatMul", [states, graph.Transpose(states, 0, 2, 1)]);
        var absent = graph.Node("Sub", [graph.Scalar(1), graph.Node("Cast", [mask], ("to", (long)OnnxGraph.Float))]);
        var bias = graph.Node("Unsqueeze", [graph.Node("Mul", [absent, graph.Scalar(-1e9f)]), graph.Integers(1)]);
        var attention = graph.Node("Softmax", [graph.Node("Add", [scores, bias])], ("axis", -1L));
        graph.Output(graph.Node("MatMul", [attention, states]), "last_hidden_state", OnnxGraph.Float, null, null, Width);
        return graph.ToModel();
    }

    /// <summary>The token rows themselves, or their plain mean: what can be reckoned by hand.</summary>
    public static byte[] Lookup(bool pooled, int tokens, string input = "input_ids")
    {
        var graph = new OnnxGraph("encoder");
        var states = Rows(graph, graph.Input(input, OnnxGraph.Int64, null, null), tokens, 0);
        if (pooled)
            graph.Output(graph.Node("ReduceMean", [states], ("axes", new[] { 1L }), ("keepdims", 0L)), "sentence_embedding", OnnxGraph.Float, null, Width);
        else
            graph.Output(states, "last_hidden_state", OnnxGraph.Float, null, null, Width);
        return graph.ToModel();
    }

    public static OnnxTextEncoder Open(byte[] network, Pooling pooling = Pooling.Mean, int maxTokens = Positions) =>
        (OnnxTextEncoder)new EncoderSettings.Pretrained(new EncoderSettings.Ngrams(64), TokenizerKind.LowerCaseVocabulary, pooling, maxTokens, null)
            .Create(name => name == EncoderSettings.Pretrained.NetworkFile ? network : System.Text.Encoding.UTF8.GetBytes(Vocabulary), new OnnxOptions());

    private static string Rows(OnnxGraph graph, string ids, int count, int from)
    {
        var weights = Enumerable.Range(0, count * Width).Select(i => Row(from + (i / Width), i % Width)).ToArray();
        return graph.Node("Gather", [graph.Weights(weights, count, Width), ids], ("axis", 0L));
    }
}
