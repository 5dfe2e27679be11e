using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Cors;

/// <summary>
/// Answers what browsers ask before a request, and tells them who may read an answer; the upstream's own word on that is dropped.
/// </summary>
/// <remarks>
/// https://fetch.spec.whatwg.org/#http-cors-protocol. Credentials in the sense of browsers, cookies, are never allowed, with whatever
/// origins; keys travel in headers that pages set themselves. Not there at all where no origins are configured.
/// </remarks>
internal sealed class CorsMiddleware(RequestDelegate next, IOptions<CorsOptions> options)
{
    private static readonly string[] Exposed = ["x-request-id", "server-timing", "retry-after", "retry-after-ms", "x-should-retry"];
    private static readonly string[] ExposedPrefixes = [HeaderOptions.Prefix, "x-ratelimit-", "openai-", "anthropic-"];

    private readonly bool any = options.Value.Origins.Contains("*");
    private readonly HashSet<string> origins = [.. options.Value.Origins];

    public Task InvokeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var origin = request.Headers.Origin.ToString();
        var allowed = any && origin.Length > 0 ? "*" : origins.Contains(origin) ? origin : null;
        if (origin.Length > 0 && HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0)
        {
            Answer(request, response, allowed);
            return Task.CompletedTask;
        }

        response.OnStarting(() =>
        {
            Tell(response.Headers, allowed);
            return Task.CompletedTask;
        });
        return next(context);
    }

    // What is asked before a request: which methods and headers the endpoint takes is for the upstream to say, once it is asked.
    private void Answer(HttpRequest request, HttpResponse response, string? allowed)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        Allow(response.Headers, allowed);
        if (allowed is null)
            return;
        response.Headers.AccessControlAllowMethods = request.Headers.AccessControlRequestMethod;
        response.Headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
        response.Headers.AccessControlMaxAge = "600";
    }

    private void Tell(IHeaderDictionary headers, string? allowed)
    {
        foreach (var name in headers.Keys.Where(name => name.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)).ToList())
            headers.Remove(name);
        Allow(headers, allowed);
        if (allowed is not null)
            headers.AccessControlExposeHeaders = string.Join(", ", headers.Keys.Where(IsExposed));
    }

    private void Allow(IHeaderDictionary headers, string? allowed)
    {
        if (!any)
            headers.Append("Vary", "Origin");
        if (allowed is not null)
            headers.AccessControlAllowOrigin = allowed;
    }

    private static bool IsExposed(string name) =>
        Exposed.Contains(name, StringComparer.OrdinalIgnoreCase) ||
        Array.Exists(ExposedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
