using System.Buffers;
using System.Net.Http.Headers;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Formats;

/// <summary>Reads the bytes of a request for an answer.</summary>
internal static class RequestBody
{
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="OpenAiException">The body is larger (413) or declares another type than JSON (415).</exception>
    public static ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentType is { Length: > 0 } type && !IsJson(type))
            throw Refused(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The content type must be JSON.");
        if (request.ContentLength > limit)
            throw TooLarge(limit);

        return request.ContentLength is { } length and <= 1 << 16 // a larger one may be announced and never come
            ? ReadWholeAsync(request.Body, new byte[length], cancellationToken)
            : ReadToEndAsync(request.Body, limit, cancellationToken);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadWholeAsync(Stream stream, byte[] body, CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        int count;
        while ((count = await stream.ReadAsync(body.GetMemory(4096), cancellationToken)) > 0)
        {
            body.Advance(count);
            if (body.WrittenCount > limit)
                throw TooLarge(limit);
        }

        return body.WrittenMemory;
    }

    private static bool IsJson(string type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType is { } media &&
        (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) ||
            media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static OpenAiException TooLarge(int limit) =>
        Refused(StatusCodes.Status413PayloadTooLarge, "request_too_large", $"The request body is larger than {limit} bytes.");

    private static OpenAiException Refused(int status, string code, string message) =>
        new(status, "invalid_request_error", code, null, message);
}
