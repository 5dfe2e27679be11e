using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>The endpoints whose answers are aligned where that is surely better, as JSON or as server-sent events.</summary>
internal static class AnswerEndpoints
{
    private static readonly IAnswerFormat[] Formats = [new ChatFormat(), new CompletionsFormat(), new ResponsesFormat(), new MessagesFormat()];

    public static void MapAnswers(this IEndpointRouteBuilder routes)
    {
        foreach (var format in Formats)
        {
            foreach (var route in format.Routes)
            {
                routes.MapPost(route, (HttpContext context, AlignmentPipeline pipeline, Upstream upstream, IOptions<AlignmentOptions> options) =>
                    AnswerAsync(context, format, pipeline, upstream, options.Value));
            }
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, IAnswerFormat format, AlignmentPipeline pipeline, Upstream upstream, AlignmentOptions options)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            // A compressed request cannot be read, so its options cannot be known: it passes like any other endpoint.
            context.Response.Headers[DecisionHeaders.Decision] = AlignmentOutcome.Bypassed(BypassReason.Encoded).Decision;
            await Forwarder.ForwardAsync(context, upstream);
            return;
        }

        var header = HeaderOptions.Read(context.Request.Headers);
        var body = await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        await pipeline.AnswerAsync(context, AnswerRequest.Parse(body, format), header);
    }
}
