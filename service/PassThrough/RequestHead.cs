using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>A request's headers, sorted.</summary>
/// <param name="EndToEnd">For the upstream: those that describe neither the connection nor the message that we send.</param>
/// <param name="Options">For us: <c>x-pflow-…</c>.</param>
internal sealed record RequestHead(
    IReadOnlyList<KeyValuePair<string, StringValues>> EndToEnd, IReadOnlyList<KeyValuePair<string, StringValues>> Options)
{
    public static readonly RequestHead Empty = new([], []);
}

/// <summary>
/// Reads a request's head, once, and refuses one beyond <see cref="LimitOptions"/> in the client's shape. Kestrel's own 414 and 431 have no body.
/// </summary>
internal sealed class RequestHeadReader(IOptions<LimitOptions> configured)
{
    private readonly (int Target, int Headers, int Bytes) limits =
        (configured.Value.MaxTargetBytes, configured.Value.MaxHeaders, configured.Value.MaxHeaderBytes);

    /// <exception cref="OpenAiException">The target is too long (414), or the headers are too many or too large (431).</exception>
    public RequestHead Read(HttpContext context)
    {
        if (RawTarget.Of(context).Length > limits.Target)
        {
            throw Refused(
                StatusCodes.Status414UriTooLong, "target_too_long", $"The request's path and query are longer than {limits.Target} bytes.");
        }

        var headers = context.Request.Headers;
        if (headers.Count > limits.Headers)
            throw TooLarge("too_many_headers", $"The request has more than {limits.Headers} headers.");
        var endToEnd = new List<KeyValuePair<string, StringValues>>(headers.Count);
        List<KeyValuePair<string, StringValues>>? options = null;
        var named = HeaderCopy.Named(headers.Connection);
        var bytes = 0;
        foreach (var header in headers)
        {
            var (name, values) = header;
            foreach (var value in values)
                bytes += name.Length + value!.Length; // Latin-1: a character is a byte
            if (!name.StartsWith(HeaderOptions.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                if (HeaderCopy.Passes(name, named))
                    endToEnd.Add(header);
            }
            else if (!name.Equals(RequestId.Header, StringComparison.OrdinalIgnoreCase))
            {
                (options ??= []).Add(header);
            }
        }

        return bytes <= limits.Bytes
            ? new(endToEnd, options ?? [])
            : throw TooLarge("headers_too_large", $"The request's headers are larger than {limits.Bytes} bytes.");
    }

    private static OpenAiException TooLarge(string code, string message) =>
        Refused(StatusCodes.Status431RequestHeaderFieldsTooLarge, code, message);

    private static OpenAiException Refused(int status, string code, string message) =>
        new(status, "invalid_request_error", code, null, message);
}
