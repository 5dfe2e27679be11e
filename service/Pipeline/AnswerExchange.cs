using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Candidates;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>One request on its way: what was asked, and what the upstream sent.</summary>
internal sealed record AnswerExchange
{
    public required HttpContext Context { get; init; }

    public required RequestRecord Record { get; init; }

    public required AnswerRequest Request { get; init; }

    public required RequestOptions Options { get; init; }

    public required UpstreamResponse Response { get; init; }

    /// <summary>What shall be done with the answer.</summary>
    public required AnswerPlan Plan { get; init; }

    /// <summary>What calls beyond this one have used.</summary>
    public TokenCounts More { get; } = new();

    /// <summary>Timestamp of when the upstream was asked.</summary>
    public required long Started { get; init; }

    /// <summary>What is told of it in metrics, log and trace.</summary>
    public required ModelOperation Operation { get; init; }

    public string Id => Record.Id;

    /// <summary>Cancelled when the service stops and will wait no longer.</summary>
    public required CancellationToken Cut { get; init; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>True for events that can be read. A compressed stream is passed like any other body.</summary>
    public bool IsStream => EventStreams.Are(Response.Message);

    /// <summary>True where the answer's bytes are compressed.</summary>
    public bool IsEncoded => EventStreams.IsEncoded(Response.Message);

    public AlignmentRequest Ask(string answer, int? maxEdits) => new()
    {
        Prompt = Request.Question.Prompt,
        Answer = answer,
        Strength = Options.Strength,
        MinGain = Options.MinGain,
        MaxEdits = maxEdits,
        Seed = Request.DrawSeed,
        StopStrings = Request.Question.StopStrings,
    };
}
