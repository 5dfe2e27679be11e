using PreferenceFlow.Clients;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Passes every other endpoint through: request and response are streamed, neither is parsed.</summary>
internal sealed class Forwarder(Upstream upstream, ForeignErrors errors, GracefulShutdown shutdown, TimeProvider time)
{
    public async Task ForwardAsync(HttpContext context)
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            throw new OpenAiException(
                StatusCodes.Status501NotImplemented, "server_error", "tunnel_not_supported", null, "Tunnels are not supported.")
            {
                Headers = [OpenAiException.NoRetry],
            };
        }

        var record = RequestRecord.Of(context);
        var request = HeaderCopy.Request(context, record, readAnswer: false);
        using var body = Body(context.Request);
        var started = time.GetTimestamp();
        using var response = await upstream.ForwardAsync(request, body, context.RequestAborted);
        record.Upstream = time.GetElapsedTime(started);
        errors.Check(response.Message, context.Request);
        HeaderCopy.Response(response.Message, context.Response, sameBody: true);
        if (context.Response.ContentLength is null && EventStreams.Are(response.Message))
            record.Error = await EventStreams.CopyAsync(response.Body, context, shutdown.Cut);
        else
            await ResponseCopy.CopyAsync(response.Body, context.Response, context.RequestAborted);
        HeaderCopy.Trailers(response.Message, context.Response);
    }

    private static StreamContent? Body(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        {
            // Where there is no content at all the HTTP stack asks again by itself when a connection closes without an answer.
            var none = request.ContentLength is null && !HttpMethods.IsPost(request.Method) && !HttpMethods.IsPatch(request.Method);
            return none ? null : new StreamContent(Stream.Null) { Headers = { ContentLength = 0 } };
        }

        return new StreamContent(request.Body) { Headers = { ContentLength = request.ContentLength } };
    }
}

internal static class ForwarderEndpoint
{
    public static IEndpointConventionBuilder MapForwarder(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        return routes.Map("/{**path}", context => UpgradeTunnel.IsAsked(context)
            ? services.GetRequiredService<UpgradeTunnel>().RunAsync(context)
            : services.GetRequiredService<Forwarder>().ForwardAsync(context));
    }
}
