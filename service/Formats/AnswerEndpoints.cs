using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Formats;

/// <summary>The endpoints whose answers are aligned where that is surely better, as JSON or as server-sent events.</summary>
internal static class AnswerEndpoints
{
    private static readonly IAnswerFormat[] Formats =
        [new ChatFormat(), new CompletionsFormat(), new ResponsesFormat(), new MessagesFormat()];

    public static void MapAnswers(this IEndpointRouteBuilder routes)
    {
        // From the root: it is a singleton, and a scope for each request would cost more than all else here.
        var services = routes.ServiceProvider;
        foreach (var format in Formats)
        {
            foreach (var route in format.Routes)
            {
                routes.Map(route, context => HttpMethods.IsPost(context.Request.Method)
                    ? services.GetRequiredService<AnswerEndpoint>().AnswerAsync(context, format)
                    : ForwarderEndpoint.ForwardAsync(context, services)); // a list of stored completions, for instance
            }
        }
    }
}
