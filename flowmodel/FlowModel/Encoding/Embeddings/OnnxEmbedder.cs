using System.Numerics.Tensors;
using PreferenceFlow.FlowModel.Encoding.Tokenizers;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>
/// A pretrained sentence encoder: tokens into a transformer, its output into one vector. Safe to call from several threads; owns the network.
/// </summary>
public sealed class OnnxEmbedder : IDisposable
{
    /// <summary>Tokens of one network call, padding included: bounds its memory.</summary>
    private const int MaxBatchTokens = 4096;

    private static readonly string[] s_known = ["input_ids", "attention_mask", "token_type_ids"];

    private readonly SubwordTokenizer _tokenizer;
    private readonly OnnxSession _session;
    private readonly Pooling _pooling;
    private readonly int _maxTokens;
    private readonly string _output;

    /// <param name="tokenizer">Reads texts.</param>
    /// <param name="network">ONNX: input_ids, and where it has them attention_mask and token_type_ids, all [B, T] → [B, T, D] or [B, D].</param>
    /// <param name="pooling">How [B, T, D] becomes [B, D].</param>
    /// <param name="maxTokens">Tokens of a text that are read, the special ones among them.</param>
    /// <param name="options">Where the network runs.</param>
    /// <exception cref="InvalidDataException">The network has other inputs or outputs.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">
    /// It does not run, or its tables are smaller than tokenizer or tokens ask for.
    /// </exception>
    internal OnnxEmbedder(SubwordTokenizer tokenizer, byte[] network, Pooling pooling, int maxTokens, OnnxOptions options)
    {
        (_tokenizer, _pooling, _maxTokens) = (tokenizer, pooling, maxTokens);
        _session = new(network, options);
        try
        {
            if (!_session.Inputs.Contains(s_known[0]) || _session.Inputs.Except(s_known).Any())
            {
                throw new InvalidDataException(
                    $"its inputs are {string.Join(", ", _session.Inputs)}; {string.Join(", ", s_known)} are known");
            }

            string[] named = ["sentence_embedding", "last_hidden_state", "token_embeddings"];
            _output = named.FirstOrDefault(_session.OutputShapes.ContainsKey) ?? _session.OutputShapes.Keys.First();
            Run([new([tokenizer.HighestId], [0])]);
            Dimensions = Embed([(string.Join(' ', Enumerable.Repeat("a", maxTokens)), KeptEnd.Beginning)])[0].Length;
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>D, length of an embedding.</summary>
    public int Dimensions { get; }

    /// <summary>The embedding of each text, of length 1; empty for a text that has no token.</summary>
    /// <param name="texts">Texts, and which end of one that is too long is read.</param>
    public float[][] Embed(IReadOnlyList<(string Text, KeptEnd Kept)> texts)
    {
        var tokens = texts.Select(t => _tokenizer.Encode(t.Text, _maxTokens, t.Kept)).ToArray();
        var embeddings = new float[texts.Count][];
        var order = Enumerable.Range(0, texts.Count).OrderBy(i => tokens[i].Ids.Length).ToArray();
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && FitsBatch(tokens[order[start]].Ids.Length, tokens[order[end]].Ids.Length, end + 1 - start))
                end++;
            var rows = order[start..end];
            var pooled = tokens[rows[0]].Ids.Length == 0
                ? [.. rows.Select(_ => Array.Empty<float>())]
                : Run([.. rows.Select(i => tokens[i])]);
            for (var row = 0; row < rows.Length; row++)
                embeddings[rows[row]] = pooled[row];
        }

        return embeddings;
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Without a mask only texts of one length go together.</summary>
    private bool FitsBatch(int shortest, int longest, int rows) =>
        rows * longest <= MaxBatchTokens && shortest > 0 && (shortest == longest || _session.Inputs.Contains(s_known[1]));

    private float[][] Run(IReadOnlyList<TokenSequence> texts)
    {
        var (rows, length) = (texts.Count, texts.Max(t => t.Ids.Length));
        var (ids, mask, types) = (new long[rows * length], new long[rows * length], new long[rows * length]);
        for (var row = 0; row < rows; row++)
        {
            texts[row].Ids.CopyTo(ids, row * length);
            texts[row].Types.CopyTo(types, row * length);
            Array.Fill(mask, 1, row * length, texts[row].Ids.Length);
        }

        var (data, shape) = _session.RunOne(_output, [.. s_known.Zip(new[] { ids, mask, types })
            .Where(input => _session.Inputs.Contains(input.First)).Select(input => new OnnxInput(input.First, input.Second, rows, length))], CancellationToken.None);
        var width = (int)shape[^1];
        if (shape[0] != rows || !(shape.Length == 2 || (shape.Length == 3 && shape[1] == length)))
        {
            throw new InvalidDataException(
                $"its output {_output} is [{string.Join(", ", shape)}]; [{rows}, {length}, D] or [{rows}, D] was expected");
        }

        var stride = data.Length / rows;
        return [.. texts.Select((text, row) => Unit(shape.Length == 2
            ? data[(row * width)..((row + 1) * width)]
            : Pool(data.AsSpan(row * stride, stride), width, text.Ids.Length)))];
    }

    private float[] Pool(ReadOnlySpan<float> states, int width, int length)
    {
        var pooled = states[..width].ToArray();
        for (var token = 1; token < length && _pooling == Pooling.Mean; token++)
            TensorPrimitives.Add(pooled, states.Slice(token * width, width), pooled);
        return pooled;
    }

    private static float[] Unit(float[] embedding)
    {
        TensorPrimitives.Divide(embedding, Math.Max(TensorPrimitives.Norm(embedding), 1e-12f), embedding);
        return embedding;
    }
}

/// <summary>How the states of a text's tokens become one vector.</summary>
public enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first token's.</summary>
    Cls,
}
