using System.Numerics.Tensors;

namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>
/// Adds to the features of a built-in encoder what an embedding says: the text's own, how it agrees with the prompt's dimension by
/// dimension, and their cosine. The n-grams stay: wording and layout are what embeddings pass over.
/// </summary>
/// <param name="words">The built-in encoder.</param>
/// <param name="dimensions">D, length of an embedding.</param>
/// <param name="scale">Of the 2·D + 1 measures; null leaves them as they are.</param>
public sealed class EmbeddingEncoder(ITextEncoder words, int dimensions, MeasureScale? scale) : IFeatureEncoder
{
    public int Rows => words.Rows;

    public int Measures => words.Measures + Count;

    /// <summary>D, length of an embedding.</summary>
    public int Dimensions => dimensions;

    /// <summary>Measures that embeddings add: 2·D + 1.</summary>
    public int Count { get; } = (2 * dimensions) + 1;

    /// <summary>The features of a text with both embeddings at hand.</summary>
    /// <param name="text">The text and its prompt.</param>
    /// <param name="promptEmbedding">[D] of any length but 0; empty for an empty prompt.</param>
    /// <param name="embedding">[D]; empty for an empty text.</param>
    /// <exception cref="InvalidDataException">An embedding has another number of dimensions.</exception>
    public TextFeatures Encode(PromptedText text, float[] promptEmbedding, float[] embedding)
    {
        var features = words.Encode(text.Prompt, text.Text);
        var (own, asked) = (Unit(embedding), Unit(promptEmbedding));
        var measures = new float[Count];
        var agreement = measures.AsSpan(dimensions, dimensions);
        own.CopyTo(measures.AsSpan());
        TensorPrimitives.Multiply(own, asked, agreement);
        measures[^1] = TensorPrimitives.Sum(agreement);
        return features with { Measures = [.. features.Measures, .. scale is null ? measures : scale.Apply(measures)] };
    }

    private float[] Unit(float[] embedding)
    {
        var unit = new float[dimensions];
        if (embedding.Length == 0)
            return unit;
        if (embedding.Length != dimensions)
            throw new InvalidDataException($"An embedding has {embedding.Length} dimensions; the ensemble was trained with {dimensions}.");
        var norm = TensorPrimitives.Norm(embedding);
        if (norm > 0 && float.IsFinite(norm))
            TensorPrimitives.Divide(embedding, norm, unit);
        return unit;
    }
}
