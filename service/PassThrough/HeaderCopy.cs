using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Carries end-to-end headers across, both ways. Those that describe one connection stay behind (RFC 9110, 7.6.1).</summary>
internal static class HeaderCopy
{
    private static readonly FrozenSet<string> OneConnection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    // They vouch for exact bytes.
    private static readonly string[] OfOneBody = ["Content-MD5", "Content-Digest", "Digest", "ETag"];

    // Set anew for the message we send.
    private static readonly FrozenSet<string> OurRequest =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Host", "Content-Length", "Expect");

    private const string AcceptEncoding = "Accept-Encoding";

    private static readonly HashSet<string> None = [];

    /// <summary>The request as the upstream should see it.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="record">What is known of it.</param>
    /// <param name="readAnswer">
    /// True where the answer must be readable here: it is asked for uncompressed, and asked for again where that may help. Otherwise one
    /// request of the client's is one request to the upstream.
    /// </param>
    public static UpstreamRequest Request(HttpContext context, RequestHead head, RequestRecord record, bool readAnswer)
    {
        var request = context.Request;
        var headers = head.EndToEnd; // most often as it is
        if (Tracing.Told is { } span)
            headers = [.. headers.Where(header => !Tracing.IsHeader(header.Key)), .. Tracing.Headers(span)];
        if (readAnswer)
            headers = [.. headers.Where(header => !IsAcceptEncoding(header.Key)), new(AcceptEncoding, "identity")];

        return new()
        {
            Method = HttpMethod.Parse(request.Method),
            Target = RawTarget.Of(context),
            Headers = headers,
            Attempts = record.Attempts,
            // The official clients count their own retries; ours on top of theirs would multiply.
            Repeatable = readAnswer && (!int.TryParse(request.Headers["x-stainless-retry-count"], out var retries) || retries == 0),
        };
    }

    /// <summary>True for a header of a request that is for the upstream.</summary>
    /// <param name="named">Those that the client has named as its connection's.</param>
    public static bool Passes(string name, HashSet<string> named) =>
        !OurRequest.Contains(name) && !OneConnection.Contains(name) && !named.Contains(name);

    /// <summary>Status and headers of the upstream's response.</summary>
    /// <param name="sameBody">False where the body may become another one: what describes its exact bytes is left out.</param>
    public static void Response(HttpResponseMessage from, HttpResponse to, bool sameBody)
    {
        to.StatusCode = (int)from.StatusCode;
        if (from.ReasonPhrase != ReasonPhrases.GetReasonPhrase(to.StatusCode) && to.HttpContext.Features.Get<IHttpResponseFeature>() is { } feature)
            feature.ReasonPhrase = from.ReasonPhrase;
        var named = from.Headers.NonValidated.Contains("Connection") ? Named(from.Headers.Connection.ToArray()) : None;
        Copy(from.Headers.NonValidated, to, named);
        Copy(from.Content.Headers.NonValidated, to, named);
        if (sameBody)
            return;
        to.ContentLength = null;
        foreach (var name in OfOneBody)
            to.Headers.Remove(name);
    }

    /// <summary>The headers of the upstream's response that hold for whatever body it gets.</summary>
    public static IEnumerable<(string Name, string Value)> EndToEnd(HttpResponseMessage response)
    {
        var named = Named(response.Headers.Connection.ToArray());
        return
            from header in response.Headers.NonValidated
            where !OneConnection.Contains(header.Key) && !named.Contains(header.Key) && !OfOneBody.Contains(header.Key)
            from value in header.Value
            select (header.Key, value);
    }

    /// <summary>What followed the body, where the client's protocol can carry it: HTTP/2. Kestrel has no trailers on HTTP/1.1.</summary>
    public static void Trailers(HttpResponseMessage from, HttpResponse to)
    {
        if (!to.SupportsTrailers())
            return;
        foreach (var (name, values) in from.TrailingHeaders.NonValidated)
            to.AppendTrailer(name, values.ToArray());
    }

    private static bool IsAcceptEncoding(string name) => name.Equals(AcceptEncoding, StringComparison.OrdinalIgnoreCase);

    private static void Copy(HttpHeadersNonValidated from, HttpResponse to, HashSet<string> named)
    {
        foreach (var (name, values) in from)
        {
            if (!OneConnection.Contains(name) && !named.Contains(name))
                to.Headers[name] = values.Count == 1 ? values.ToString() : values.ToArray();
        }
    }

    /// <summary>The headers that <c>Connection</c> names: they are the connection's too.</summary>
    public static HashSet<string> Named(StringValues connection) => connection.Count == 0 || connection == "keep-alive" ? None : connection
        .SelectMany(value => value!.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
