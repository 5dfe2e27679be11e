using PreferenceFlow.Clients.Embeddings;
using Refit;

namespace PreferenceFlow.Clients;

/// <summary>What is asked of an OpenAI-compatible upstream for its own sake: the response comes as it is, its body not yet read.</summary>
/// <remarks>
/// <see cref="UpstreamRequest"/> carries what a proxy must pass on exactly (target, headers, verb); <see cref="UpstreamRequestHandler"/>
/// puts it on the message after Refit has built it, because Refit re-encodes paths and merges query strings.
/// </remarks>
public interface IOpenAiApi
{
    /// <summary>An answer of a model. Verb and path here are placeholders: those of <paramref name="request"/> are sent.</summary>
    [Post("/")]
    Task<HttpResponseMessage> SendAsync(
        [Body] HttpContent body, [Property(UpstreamRequest.Key)] UpstreamRequest request, CancellationToken cancellationToken);

    /// <summary>Embeddings. Their path is also that of <paramref name="request"/>, which says where they are asked for.</summary>
    [Post("/v1/embeddings")]
    Task<HttpResponseMessage> EmbedAsync(
        [Body] EmbeddingRequest body, [Property(UpstreamRequest.Key)] UpstreamRequest request, CancellationToken cancellationToken);
}
