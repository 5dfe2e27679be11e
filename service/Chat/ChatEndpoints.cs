using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

internal static class ChatEndpoints
{
    public static IEndpointConventionBuilder MapChat(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/chat/completions", CompleteAsync)
            .WithName("CompleteChat")
            .WithSummary("A chat completion, as JSON or as server-sent events, aligned where that is surely better.");

    internal static async Task CompleteAsync(
        HttpContext context, AlignmentPipeline pipeline, Upstream upstream, IOptions<AlignmentOptions> options)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            // A compressed request cannot be read, so its options cannot be known: it passes like any other endpoint.
            context.Response.Headers[DecisionHeaders.Decision] = AlignmentOutcome.Bypassed(BypassReason.Encoded).Decision;
            await Forwarder.ForwardAsync(context, upstream);
            return;
        }

        var header = HeaderOptions.Read(context.Request.Headers);
        var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxRequestBytes, context.RequestAborted);
        await pipeline.AnswerAsync(context, ChatRequest.Parse(body), header);
    }
}
