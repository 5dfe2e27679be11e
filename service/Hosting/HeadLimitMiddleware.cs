using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Hosting;

/// <summary>
/// Refuses a request's head beyond <see cref="LimitOptions"/> in the client's shape. Kestrel's own 414 and 431 have no body.
/// </summary>
internal sealed class HeadLimitMiddleware(RequestDelegate next, IOptions<LimitOptions> options)
{
    private readonly (int Target, int Headers, int Bytes) limits =
        (options.Value.MaxTargetBytes, options.Value.MaxHeaders, options.Value.MaxHeaderBytes);

    public Task InvokeAsync(HttpContext context)
    {
        if (RawTarget.Of(context).Length > limits.Target)
        {
            throw Refused(
                StatusCodes.Status414UriTooLong, "target_too_long", $"The request's path and query are longer than {limits.Target} bytes.");
        }

        var headers = context.Request.Headers;
        if (headers.Count > limits.Headers)
            throw TooLarge("too_many_headers", $"The request has more than {limits.Headers} headers.");
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                bytes += name.Length + value!.Length; // Latin-1: a character is a byte
        }

        return bytes <= limits.Bytes
            ? next(context)
            : throw TooLarge("headers_too_large", $"The request's headers are larger than {limits.Bytes} bytes.");
    }

    private static OpenAiException TooLarge(string code, string message) =>
        Refused(StatusCodes.Status431RequestHeaderFieldsTooLarge, code, message);

    private static OpenAiException Refused(int status, string code, string message) =>
        new(status, "invalid_request_error", code, null, message);
}
