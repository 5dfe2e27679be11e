using System.Net;
using System.Net.Http.Headers;

namespace PreferenceFlow.Clients;

/// <summary>Refuses responses whose end cannot be told, or that no HTTP server may pass on (RFC 9112, 6.3).</summary>
internal static class ResponseFraming
{
    /// <param name="mayUpgrade">True where the protocol was asked to be switched.</param>
    /// <returns>The response, with one Content-Length at most.</returns>
    /// <exception cref="UpstreamException">It is not well framed; it has been disposed.</exception>
    public static HttpResponseMessage Check(HttpResponseMessage response, bool mayUpgrade)
    {
        var headers = response.Content.Headers;
        var given = headers.NonValidated.TryGetValues("Content-Length", out var lengths);
        if (response.StatusCode == HttpStatusCode.OK && (!given || IsPlain(lengths)) && !response.Headers.NonValidated.Contains("Transfer-Encoding"))
            return response;

        var length = given ? headers.ContentLength : null;
        var chunked = response.Headers.TransferEncodingChunked == true;
        var bad = !chunked && given && (length is null || lengths.Distinct().Count() > 1);
        if (bad || (response.StatusCode == HttpStatusCode.SwitchingProtocols && !mayUpgrade) ||
            (response.StatusCode == HttpStatusCode.ResetContent && length != 0))
        {
            response.Dispose();
            throw new UpstreamException(UpstreamFailure.Garbage, null);
        }

        if (given)
            headers.ContentLength = chunked ? null : length; // chunks overrule a length
        return response;
    }

    // What nearly every response has, told without the typed headers, which would parse and write them anew.
    private static bool IsPlain(HeaderStringValues lengths) =>
        lengths.Count == 1 && lengths.ToString() is { Length: > 0 and < 19 } digits && !digits.AsSpan().ContainsAnyExceptInRange('0', '9');
}
