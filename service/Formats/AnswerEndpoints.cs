using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>The endpoints whose answers are aligned where that is surely better, as JSON or as server-sent events.</summary>
internal static class AnswerEndpoints
{
    private static readonly IAnswerFormat[] Formats =
        [new ChatFormat(), new CompletionsFormat(), new ResponsesFormat(), new MessagesFormat()];

    public static void MapAnswers(this IEndpointRouteBuilder routes)
    {
        // From the root: these are singletons, and a scope for each request would cost more than all else here.
        var services = routes.ServiceProvider;
        foreach (var format in Formats)
        {
            foreach (var route in format.Routes)
                routes.MapPost(route, context => AnswerAsync(context, format, services));
        }
    }

    private static async Task AnswerAsync(HttpContext context, IAnswerFormat format, IServiceProvider services)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            // A compressed request cannot be read, so its options cannot be known: it passes like any other endpoint.
            var outcome = RequestRecord.Of(context).Outcome = AlignmentOutcome.Bypassed(BypassReason.Encoded);
            context.Response.Headers[DecisionHeaders.Decision] = outcome.Decision;
            await services.GetRequiredService<Forwarder>().ForwardAsync(context);
            return;
        }

        var options = services.GetRequiredService<IOptions<AlignmentOptions>>().Value;
        var header = HeaderOptions.Read(context.Request.Headers);
        var body = await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        var key = ClientKey.DefaultsOf(context);
        var asked = RequestOptions.Resolve(header, RequestOverrides.None, RequestOverrides.None, key, options);
        var unread = asked.Mode == AlignmentMode.Off && !AnswerRequest.MayHoldOptions(body.Span);
        var request = unread ? AnswerRequest.Unread(body, format) : AnswerRequest.Parse(body, format);
        if (!unread)
            asked = RequestOptions.Resolve(header, request.BodyOverrides, request.SuffixOverrides, key, options);
        await services.GetRequiredService<AlignmentPipeline>().AnswerAsync(context, request, asked);
    }
}
