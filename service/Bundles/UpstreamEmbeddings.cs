using PreferenceFlow.Clients;
using PreferenceFlow.Clients.Embeddings;
using PreferenceFlow.FlowModel.Encoding.Embeddings;

namespace PreferenceFlow.Service.Bundles;

/// <summary>The upstream's embeddings for the ensemble that was trained with them, asked for with the configured key.</summary>
internal sealed class UpstreamEmbeddings(EmbeddingClient client) : IEmbeddingSource
{
    /// <exception cref="UpstreamException">No embeddings came.</exception>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        client.EmbedAsync(texts, cancellationToken);
}
