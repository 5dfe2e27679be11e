using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Errors;

/// <summary>Around every request: accounts for it, and answers what escapes an endpoint in the shape of the API that was asked.</summary>
internal sealed partial class OpenAiErrorMiddleware(
    RequestDelegate next, RequestAccounting accounting, GracefulShutdown shutdown, ILogger<OpenAiErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var record = accounting.Begin(context);
        if (shutdown.Begun)
            GracefulShutdown.CloseAfter(context);
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            record.Error = RequestRecord.ClientGone; // 499, to nobody
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            var error = OpenAiErrors.Describe(exception);
            record.Error = error.Code;
            if (error.Status == StatusCodes.Status500InternalServerError)
                Log.Unexpected(logger, record.Id, exception);
            await AnswerAsync(context, record, error);
        }
        finally
        {
            accounting.End(context, record);
        }
    }

    private static async Task AnswerAsync(HttpContext context, RequestRecord record, OpenAiException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort(); // so that the client does not take the truncated response for a whole one
            return;
        }

        var body = AnthropicErrors.Apply(context.Request.Path) ? AnthropicErrors.Body(error) : OpenAiErrors.Body(error);
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        RequestId.Write(context, record);
        foreach (var (name, value) in error.Headers)
            context.Response.Headers.Append(name, value);
        context.Response.Headers.TryAdd(RequestId.ClientHeader, record.Id); // official clients show it with the error
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.TryAdd("Retry-After", "5");
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Unexpected, LogLevel.Error, "{RequestId}: unexpected error.")]
        public static partial void Unexpected(ILogger logger, string requestId, Exception exception);
    }
}
