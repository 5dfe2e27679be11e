using System.Net;

namespace PreferenceFlow.Clients;

/// <summary>Refuses responses whose end cannot be told, or that no HTTP server may pass on (RFC 9112, 6.3).</summary>
internal static class ResponseFraming
{
    /// <returns>The response, with one Content-Length at most.</returns>
    /// <exception cref="UpstreamException">It is not well framed; it has been disposed.</exception>
    public static HttpResponseMessage Check(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        var given = headers.NonValidated.TryGetValues("Content-Length", out var lengths);
        var length = given ? headers.ContentLength : null;
        var chunked = response.Headers.TransferEncodingChunked == true;
        var bad = !chunked && given && (length is null || lengths.Distinct().Count() > 1);
        if (bad || response.StatusCode == HttpStatusCode.SwitchingProtocols ||
            (response.StatusCode == HttpStatusCode.ResetContent && length != 0))
        {
            response.Dispose();
            throw new UpstreamException(UpstreamFailure.Garbage, null);
        }

        if (given)
            headers.ContentLength = chunked ? null : length; // chunks overrule a length
        return response;
    }
}
