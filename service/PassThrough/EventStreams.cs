using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>
/// Server-sent events of endpoints that are only passed on: they leave whole, so that a failure can be told between two of them.
/// </summary>
internal static class EventStreams
{
    private const string Type = "text/event-stream";

    private const int MostHeld = 1 << 20; // bytes of one event; a longer one leaves in parts

    /// <summary>True for events that can be read. A compressed stream is passed like any other body.</summary>
    public static bool Are(HttpResponseMessage response) =>
        Header(response, "Content-Type") is { } text && text.Contains(Type, StringComparison.OrdinalIgnoreCase) &&
        MediaTypeHeaderValue.TryParse(text, out var type) && Type.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase) &&
        !IsEncoded(response);

    /// <summary>True where the body's bytes are compressed.</summary>
    public static bool IsEncoded(HttpResponseMessage response) =>
        Header(response, "Content-Encoding") is { Length: > 0 } coding &&
        !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>Copies a body of events that announced no length. A failure ends it with an error event in the shape of the API.</summary>
    /// <param name="cut">Cancelled when the service stops and will wait no longer.</param>
    /// <returns>The code of the failure; null where it ended well, and so it does where only what follows <c>[DONE]</c> is missing.</returns>
    public static async Task<string?> CopyAsync(Stream body, HttpContext context, CancellationToken cut)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cut);
        var (done, end) = (false, "");
        try
        {
            await foreach (var next in new SseReader(body, MostHeld).ReadAsync(stop.Token))
            {
                await context.Response.Body.WriteAsync(next.Raw, context.RequestAborted);
                done |= next.IsDone;
                end = !next.Terminated ? "\n\n" : next.Raw.Span.EndsWith("\r"u8) ? "\n" : ""; // of a CRLF the rest may be missing
            }

            return null;
        }
        catch (Exception exception) when (Failure(exception, context) is { } failure)
        {
            if (done)
                return null;
            var error = OpenAiErrors.Describe(failure);
            await context.Response.Body.WriteAsync(Event(error, context.Request.Path, end), context.RequestAborted);
            return error.Code;
        }
    }

    private static UpstreamException? Failure(Exception exception, HttpContext context) => exception switch
    {
        UpstreamException known => known,
        OperationCanceledException when !context.RequestAborted.IsCancellationRequested => new(UpstreamFailure.Abandoned, exception),
        _ => null,
    };

    private static ReadOnlyMemory<byte> Event(OpenAiException error, PathString path, string end)
    {
        var output = new ArrayBufferWriter<byte>();
        Encoding.ASCII.GetBytes(end, output);
        if (AnthropicErrors.Apply(path))
            SseWriter.WriteEvent(output, "error", null, AnthropicErrors.Body(error));
        else
            SseWriter.WriteEvent(output, null, null, OpenAiErrors.Body(error));
        return output.WrittenMemory;
    }

    // Not the typed properties: reading one would write the header anew, and the client gets it as it came.
    private static string? Header(HttpResponseMessage response, string name) =>
        response.Content.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
