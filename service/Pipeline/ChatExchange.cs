using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Chat;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>One chat request on its way: what was asked, and what the upstream sent.</summary>
internal sealed record ChatExchange
{
    public required HttpContext Context { get; init; }

    public required ChatRequest Request { get; init; }

    public required RequestOptions Options { get; init; }

    public required UpstreamResponse Response { get; init; }

    /// <summary>The rule of the bundle that was loaded when the request came; null where there was none.</summary>
    public required IAligner? Aligner { get; init; }

    /// <summary>Timestamp of the request's start.</summary>
    public required long Started { get; init; }

    public string Id => RequestId.Of(Context);

    public CancellationToken Aborted => Context.RequestAborted;

    public bool IsStream =>
        "text/event-stream".Equals(Response.Message.Content.Headers.ContentType?.MediaType, StringComparison.OrdinalIgnoreCase);

    public AlignmentRequest Ask(string answer) => new()
    {
        Prompt = Request.Prompt,
        Answer = answer,
        Strength = Options.Strength,
        MinGain = Options.MinGain,
        MaxEdits = Options.MaxEdits,
        Seed = Request.Seed,
        StopStrings = Request.StopStrings,
    };
}
