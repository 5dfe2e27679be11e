using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Errors;

/// <summary>Answers what escapes an endpoint in the shape of the API that was asked; the process never dies of a request.</summary>
internal sealed partial class OpenAiErrorMiddleware(RequestDelegate next, ILogger<OpenAiErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.ClientGone(logger, RequestId.Of(context)); // 499, to nobody
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            var error = OpenAiErrors.Describe(exception);
            if (error.Status == StatusCodes.Status500InternalServerError)
                Log.Unexpected(logger, RequestId.Of(context), exception);
            else if (error.Status > StatusCodes.Status500InternalServerError)
                Log.UpstreamFailed(logger, RequestId.Of(context), error.Status, error.Code);
            else
                Log.Refused(logger, RequestId.Of(context), error.Status, error.Code);
            await AnswerAsync(context, error);
        }
    }

    private static async Task AnswerAsync(HttpContext context, OpenAiException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort(); // so that the client does not take the truncated response for a whole one
            return;
        }

        var body = AnthropicErrors.Apply(context.Request.Path) ? AnthropicErrors.Body(error) : OpenAiErrors.Body(error);
        var retryAfter = error.Status == StatusCodes.Status503ServiceUnavailable ? "5" : null;
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        RequestId.Write(context);
        foreach (var (name, value) in error.Headers)
            context.Response.Headers[name] = value;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ClientGone, LogLevel.Debug, "{RequestId}: the client went away.")]
        public static partial void ClientGone(ILogger logger, string requestId);

        [LoggerMessage(EventIds.Refused, LogLevel.Debug, "{RequestId}: refused with {Status} ({Code}).")]
        public static partial void Refused(ILogger logger, string requestId, int status, string? code);

        [LoggerMessage(EventIds.UpstreamFailed, LogLevel.Warning, "{RequestId}: the upstream failed, answered {Status} ({Code}).")]
        public static partial void UpstreamFailed(ILogger logger, string requestId, int status, string? code);

        [LoggerMessage(EventIds.Unexpected, LogLevel.Error, "{RequestId}: unexpected error.")]
        public static partial void Unexpected(ILogger logger, string requestId, Exception exception);
    }
}
