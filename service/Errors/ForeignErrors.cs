using Microsoft.Extensions.Options;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Errors;

/// <summary>Upstreams' errors that no client of the API can read.</summary>
internal sealed class ForeignErrors(IOptions<ErrorOptions> options)
{
    private readonly bool wrap = options.Value.Wrap;

    /// <exception cref="OpenAiException">The response is an error without JSON, and such are to be wrapped.</exception>
    public void Check(HttpResponseMessage response, HttpRequest request)
    {
        if (!wrap || (int)response.StatusCode < 400 || HttpMethods.IsHead(request.Method) || IsReadable(response))
            return;
        throw new OpenAiException(
            (int)response.StatusCode, "upstream_error", "upstream_error", null,
            $"The upstream answered with status {(int)response.StatusCode} and no error that can be read.")
        {
            Headers = [.. HeaderCopy.EndToEnd(response)],
        };
    }

    private static bool IsReadable(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) &&
        values.ToString() is var type &&
        (type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
