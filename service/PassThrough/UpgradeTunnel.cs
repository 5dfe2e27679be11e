using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Tunnels a WebSocket: the upstream's own handshake, then bytes both ways, unread.</summary>
/// <remarks>
/// A client on HTTP/1.1 upgrades (RFC 6455), one on HTTP/2 connects (RFC 8441); the upstream is always asked to upgrade. It answers the
/// client's key, protocols and extensions itself. What is not a 101 is passed on as it is. Neither side can be half-closed, so the tunnel
/// ends when one side does, once all that side has sent was passed on; or when both were silent for <c>Upstream:IdleTimeout</c>.
/// </remarks>
internal sealed class UpgradeTunnel(
    Upstream upstream, RequestHeadReader heads, IOptions<UpstreamOptions> options, GracefulShutdown shutdown, TimeProvider time)
{
    private const string WebSocket = "websocket";

    /// <summary>True where the request asks for a WebSocket. Other upgrades, to h2c for instance, may be ignored (RFC 9110, 7.8).</summary>
    public static bool IsAsked(HttpContext context) =>
        (context.Request.Headers.Upgrade.Count > 0 &&
            WebSocket.Equals(context.Request.Headers.Upgrade.ToString(), StringComparison.OrdinalIgnoreCase) &&
            context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }) ||
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: WebSocket };

    public async Task RunAsync(HttpContext context)
    {
        var record = RequestRecord.Of(context);
        var started = time.GetTimestamp();
        using var response = await upstream.ForwardAsync(Handshake(context, record), null, context.RequestAborted);
        record.Upstream = time.GetElapsedTime(started);
        HeaderCopy.Response(response.Message, context.Response, sameBody: true);
        if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            await ResponseCopy.CopyAsync(response.Body, context.Response, context.RequestAborted);
            return;
        }

        await using var server = await response.Message.Content.ReadAsStreamAsync(context.RequestAborted);
        await using var client = await AcceptAsync(context);
        record.Error = await TunnelAsync(client, server, context.RequestAborted);
    }

    private UpstreamRequest Handshake(HttpContext context, RequestRecord record)
    {
        var request = HeaderCopy.Request(context, heads.Read(context), record, readAnswer: false);
        List<KeyValuePair<string, StringValues>> headers = [.. request.Headers, new("Connection", "Upgrade"), new("Upgrade", WebSocket)];
        if (IsConnect(context)) // HTTP/2 has no key: its streams cannot be mistaken
            headers.Add(new("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))));
        return request with { Method = HttpMethod.Get, Headers = headers, Upgrade = true };
    }

    private static async Task<Stream> AcceptAsync(HttpContext context)
    {
        if (!IsConnect(context))
        {
            context.Response.Headers.Upgrade = WebSocket;
            return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.Headers.Remove("Sec-WebSocket-Accept");
        return await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
    }

    private static bool IsConnect(HttpContext context) => HttpMethods.IsConnect(context.Request.Method);

    /// <returns>The error code of how it ended; null where one side closed it.</returns>
    private async Task<string?> TunnelAsync(Stream client, Stream server, CancellationToken clientGone)
    {
        using var silence = new CancellationTokenSource(options.Value.IdleTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, clientGone, shutdown.Cut);
        var (up, down) = (CopyAsync(client, server, silence, stop.Token), CopyAsync(server, client, silence, stop.Token));
        var ended = await Task.WhenAny(up, down);
        var silent = silence.IsCancellationRequested;
        await stop.CancelAsync();
        await Task.WhenAll(up, down).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (ended.IsCompletedSuccessfully)
            return null;
        if (clientGone.IsCancellationRequested)
            return RequestRecord.ClientGone;
        var failure = silent ? UpstreamFailure.IdleTimeout
            : shutdown.Cut.IsCancellationRequested ? UpstreamFailure.Abandoned
            : UpstreamFailure.Reset;
        return OpenAiErrors.Describe(new UpstreamException(failure, null)).Code;
    }

    private async Task CopyAsync(Stream from, Stream to, CancellationTokenSource silence, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, stop)) > 0)
            {
                silence.CancelAfter(options.Value.IdleTimeout);
                await to.WriteAsync(buffer.AsMemory(0, count), stop);
                await to.FlushAsync(stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
