using Microsoft.Extensions.Options;
using Polly;
using PreferenceFlow.Clients.Embeddings;

namespace PreferenceFlow.Clients;

/// <summary>Calls the upstream, or one of several, and turns what can go wrong into <see cref="UpstreamException"/>.</summary>
public sealed class Upstream
{
    private readonly IOpenAiApi api;
    private readonly PassThroughClient passThrough;
    private readonly TimeProvider time;
    private readonly UpstreamGroup group;

    internal Upstream(IOpenAiApi api, PassThroughClient passThrough, IOptions<UpstreamOptions> options, TimeProvider time)
    {
        (this.api, this.passThrough, this.time) = (api, passThrough, time);
        group = new UpstreamGroup(options.Value, time, Random.Shared.NextDouble);
    }

    /// <summary>Asks for an answer of a model, again where that is allowed and may help.</summary>
    /// <param name="body">The JSON to send, byte for byte.</param>
    /// <exception cref="UpstreamException">No response came.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<UpstreamResponse> AskAsync(
        UpstreamRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(request, (to, token) => api.SendAsync(new ReadOnlyMemoryContent(body), to, token), cancellationToken);

    /// <summary>Passes on a request whose answer is not read here.</summary>
    /// <param name="body">Its bytes.</param>
    /// <inheritdoc cref="AskAsync" path="/exception"/>
    public Task<UpstreamResponse> PassAsync(UpstreamRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(request, (to, token) => passThrough.SendAsync(new ReadOnlyMemoryContent(body), to, token), cancellationToken);

    /// <summary>Passes any other request on; its body is streamed and can be sent once only.</summary>
    /// <inheritdoc cref="AskAsync" path="/exception"/>
    public Task<UpstreamResponse> ForwardAsync(UpstreamRequest request, HttpContent? body, CancellationToken cancellationToken) =>
        SendAsync(
            body is null ? request : request with { Repeatable = false, Streamed = true },
            (to, token) => passThrough.SendAsync(body, to, token),
            cancellationToken);

    /// <summary>Asks for embeddings, again where that is allowed and may help.</summary>
    /// <inheritdoc cref="AskAsync" path="/exception"/>
    internal Task<UpstreamResponse> EmbedAsync(EmbeddingRequest body, UpstreamRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, (to, token) => api.EmbedAsync(body, to, token), cancellationToken);

    private async Task<UpstreamResponse> SendAsync(UpstreamRequest request, SendAttempt send, CancellationToken cancellationToken)
    {
        var context = UpstreamResilience.Begin(request, time, cancellationToken);
        try
        {
            var outcome = await group.AskAsync(new(request, send, cancellationToken), context);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        catch (Exception exception) when (exception is not UpstreamException && !cancellationToken.IsCancellationRequested &&
            UpstreamFailures.Of(exception) is { } failure)
        {
            throw new UpstreamException(failure, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
