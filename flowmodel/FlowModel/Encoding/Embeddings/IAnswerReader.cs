namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>Reads answers before they are decided upon: an encoder at hand does so at once, another one fetches embeddings first.</summary>
public interface IAnswerReader
{
    /// <returns>The features of each text, in their order.</returns>
    /// <exception cref="InvalidDataException">The embeddings that came are not those that the ensemble was trained with.</exception>
    Task<IReadOnlyList<TextFeatures>> ReadAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken);
}

/// <summary>The reader of an encoder.</summary>
public static class AnswerReader
{
    /// <param name="encoder">What a reward ensemble reads texts with.</param>
    /// <param name="source">Where embeddings come from; null suffices for an encoder that needs none fetched.</param>
    /// <exception cref="InvalidOperationException">The encoder needs a source and there is none.</exception>
    public static IAnswerReader Of(IFeatureEncoder encoder, IEmbeddingSource? source) => encoder switch
    {
        ITextEncoder local => new LocalReader(local),
        EmbeddingEncoder fetched when source is not null => new FetchingReader(fetched, source),
        _ => throw new InvalidOperationException("The encoder reads embeddings of an upstream, and no upstream is there to ask for them."),
    };

    private sealed class LocalReader(ITextEncoder encoder) : IAnswerReader
    {
        public Task<IReadOnlyList<TextFeatures>> ReadAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(encoder.Encode(texts));
        }
    }
}
