using Microsoft.AspNetCore.Http.Features;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Path and query as the client wrote them, escapes included.</summary>
internal static class RawTarget
{
    public static string Of(HttpContext context)
    {
        var request = context.Request;
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return raw is { Length: > 0 } && raw[0] == '/'
            ? raw
            : request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
    }
}
