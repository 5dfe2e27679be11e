using Microsoft.AspNetCore.Routing.Patterns;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Passes every other endpoint through: request and response are streamed, neither is parsed.</summary>
internal sealed class Forwarder(Upstream upstream, RequestHeadReader heads, ForeignErrors errors, GracefulShutdown shutdown, TimeProvider time)
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
        var request = HeaderCopy.Request(context, heads.Read(context), record, readAnswer: false);
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

/// <summary>Where everything goes that has no endpoint of its own.</summary>
internal static class ForwarderEndpoint
{
    private const string Pattern = "/{**path}";

    /// <remarks>Not mapped as a route: that would be a second candidate for every request, and with one alone routing takes a short way.</remarks>
    public static void UseForwarder(this WebApplication app)
    {
        var services = app.Services;
        var endpoint = new RouteEndpoint(
            context => ForwardAsync(context, services), RoutePatternFactory.Parse(Pattern), 0, EndpointMetadataCollection.Empty, Pattern);
        app.Use(next => context =>
        {
            if (context.GetEndpoint() is not RouteEndpoint) // none, or routing's own that answers 405
                context.SetEndpoint(endpoint);
            return next(context);
        });
    }

    public static Task ForwardAsync(HttpContext context, IServiceProvider services) => UpgradeTunnel.IsAsked(context)
        ? services.GetRequiredService<UpgradeTunnel>().RunAsync(context)
        : services.GetRequiredService<Forwarder>().ForwardAsync(context);
}
