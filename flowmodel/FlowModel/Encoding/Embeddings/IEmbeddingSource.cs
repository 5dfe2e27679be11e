namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>Where the embeddings of texts come from that are fetched and not computed here. Safe to call from several threads.</summary>
public interface IEmbeddingSource
{
    /// <param name="texts">Texts, none of them empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A vector for each text, in their order, all of one length.</returns>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
