using Microsoft.Extensions.Options;
using Polly;

namespace PreferenceFlow.Clients;

/// <summary>Calls the upstream and turns what can go wrong into <see cref="UpstreamException"/>.</summary>
public sealed class Upstream
{
    private readonly IOpenAiApi api;
    private readonly TimeProvider time;
    private readonly UpstreamOptions options;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public Upstream(IOpenAiApi api, IOptions<UpstreamOptions> options, TimeProvider time)
    {
        this.api = api;
        this.time = time;
        this.options = options.Value;
        pipeline = UpstreamResilience.Build(this.options, time, Random.Shared.NextDouble);
    }

    /// <summary>Asks for a chat completion.</summary>
    /// <param name="body">The JSON to send, byte for byte.</param>
    /// <exception cref="UpstreamException">No response came.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<UpstreamResponse> CompleteChatAsync(
        UpstreamRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(request, token => api.CompleteChatAsync(new ReadOnlyMemoryContent(body), request, token), cancellationToken);

    /// <summary>Passes any other request on; its body is streamed and can be sent once only.</summary>
    /// <inheritdoc cref="CompleteChatAsync" path="/exception"/>
    public Task<UpstreamResponse> ForwardAsync(UpstreamRequest request, HttpContent? body, CancellationToken cancellationToken) =>
        SendAsync(
            body is null ? request : request with { Repeatable = false },
            token => body is null ? api.ForwardAsync(request, token) : api.ForwardAsync(body, request, token),
            cancellationToken);

    private async Task<UpstreamResponse> SendAsync(
        UpstreamRequest request, Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var context = UpstreamResilience.Begin(request, time, cancellationToken);
        try
        {
            var message = await pipeline.ExecuteAsync(
                static async (context, send) => ResponseFraming.Check(await send(context.CancellationToken)), context, send);
            var body = await message.Content.ReadAsStreamAsync(cancellationToken);
            return new UpstreamResponse(message, new IdleTimeoutStream(body, options.IdleTimeout, time));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && UpstreamFailures.Of(exception) is { } failure)
        {
            throw new UpstreamException(failure, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
