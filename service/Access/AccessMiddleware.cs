using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Admin;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Access;

/// <summary>Asks every request for a key and holds it to the key's policy. Not there at all where no keys are configured.</summary>
internal sealed partial class AccessMiddleware(
    RequestDelegate next,
    KeyRing keys,
    IOptions<AlignmentOptions> alignment,
    IOptions<AdminOptions> admin,
    ILogger<AccessMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (admin.Value.Url is not null && AdminEndpoint.Is(context))
        {
            await next(context); // AdminMiddleware has seen that it came by the operators' port
            return;
        }

        var key = Credentials.Take(context.Request.Headers) is { } presented ? keys.Find(presented) : null;
        if (key is null)
            throw Unknown();

        RequestRecord.Of(context).Key = key;
        key.Limits.Enter();
        try
        {
            await ModelRule.RequireAsync(context, key, alignment.Value.MaxRequestBytes);
            await (key.Limits.Tokens is { } tokens ? MeteredAsync(context, key, tokens) : next(context));
        }
        finally
        {
            key.Limits.Leave();
        }
    }

    private async Task MeteredAsync(HttpContext context, ClientKey key, TokenBucket tokens)
    {
        var (meter, charged) = (new UsageMeter(), 0L);
        MeteredBody.Attach(context, meter, () => Charge(context.Response.StatusCode < StatusCodes.Status400BadRequest));
        try
        {
            await next(context);
            await context.Response.CompleteAsync(); // so that all of it has passed the meter
        }
        finally
        {
            // What was refused or failed took nothing; what a client left alone was begun.
            var taken = context.Response is { HasStarted: true, StatusCode: < StatusCodes.Status400BadRequest };
            if (taken || context.RequestAborted.IsCancellationRequested)
            {
                Charge(taken: true);
                Log.Counted(logger, RequestRecord.Of(context).Id, key.Name, meter.Tokens, meter.Told ? "told" : "estimated");
            }
        }

        // Before the bytes leave: a client that asks again as soon as it has its answer finds it paid for.
        void Charge(bool taken)
        {
            if (!taken)
                return;
            tokens.Charge(meter.Tokens - charged);
            charged = meter.Tokens;
        }
    }

    private static OpenAiException Unknown() =>
        new(StatusCodes.Status401Unauthorized, "invalid_request_error", "invalid_api_key", null, "No valid API key was given.")
        {
            Headers = [("WWW-Authenticate", "Bearer")],
        };

    private static partial class Log
    {
        [LoggerMessage(EventIds.TokensCounted, LogLevel.Debug, "{RequestId}: key {Key} used {Tokens} tokens ({Source}).")]
        public static partial void Counted(ILogger logger, string requestId, string key, long tokens, string source);
    }
}
