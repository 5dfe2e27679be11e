using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PreferenceFlow.Clients;

/// <summary>Puts the client's own target, verb and headers on the message, and the configured key over the client's.</summary>
internal sealed class UpstreamRequestHandler(IOptions<UpstreamOptions> options) : DelegatingHandler
{
    private static readonly string[] KeyHeaders = ["Authorization", "api-key", "x-api-key"];

    private readonly bool http2Cleartext = options.Value.Http2Cleartext;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (UpstreamMessage.Of(message) is not { To: { } address } request)
            throw new InvalidOperationException($"{UpstreamRequest.Key} is missing.");

        message.Method = request.Method;
        message.RequestUri = address.At(request.Target);
        if (http2Cleartext && !request.Upgrade && message.RequestUri.Scheme == Uri.UriSchemeHttp)
            message.Version = HttpVersion.Version20;
        message.VersionPolicy = request.Upgrade || message.Version == HttpVersion.Version20
            ? HttpVersionPolicy.RequestVersionExact
            : HttpVersionPolicy.RequestVersionOrHigher;
        foreach (var (name, values) in request.Headers)
        {
            if (!TryAdd(message.Headers, name, values))
            {
                message.Content ??= new ByteArrayContent([]); // some clients describe a body that they do not send
                message.Content.Headers.Remove(name);
                TryAdd(message.Content.Headers, name, values);
            }
        }

        if (address.ApiKey is { Length: > 0 } secret)
        {
            foreach (var name in KeyHeaders)
                message.Headers.Remove(name);
            var bearer = address.KeyHeader == "Authorization";
            message.Headers.TryAddWithoutValidation(address.KeyHeader, bearer ? $"Bearer {secret}" : secret);
        }

        return base.SendAsync(message, cancellationToken);
    }

    private static bool TryAdd(HttpHeaders headers, string name, StringValues values) => values.Count == 1
        ? headers.TryAddWithoutValidation(name, values.ToString())
        : headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
}
