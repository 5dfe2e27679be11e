using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Refuses headers above <see cref="LimitOptions.MaxHeaderBytes"/> in the client's shape. Kestrel's own 431 has no body.</summary>
internal sealed class HeaderLimitMiddleware(RequestDelegate next, IOptions<LimitOptions> options)
{
    private readonly int limit = options.Value.MaxHeaderBytes;

    public Task InvokeAsync(HttpContext context)
    {
        var bytes = 0;
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
                bytes += name.Length + value!.Length; // Latin-1: a character is a byte
        }

        return bytes <= limit
            ? next(context)
            : throw new OpenAiException(
                StatusCodes.Status431RequestHeaderFieldsTooLarge, "invalid_request_error", "headers_too_large", null,
                $"The request's headers are larger than {limit} bytes.");
    }
}
