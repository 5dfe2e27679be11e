using System.Net.Http.Headers;
using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>One request on its way: what was asked, and what the upstream sent.</summary>
internal sealed record AnswerExchange
{
    private const string EventStream = "text/event-stream";

    public required HttpContext Context { get; init; }

    public required AnswerRequest Request { get; init; }

    public required RequestOptions Options { get; init; }

    public required UpstreamResponse Response { get; init; }

    /// <summary>The rule of the bundle that was loaded when the request came; null where there was none.</summary>
    public required IAligner? Aligner { get; init; }

    /// <summary>Timestamp of when the upstream was asked.</summary>
    public required long Started { get; init; }

    /// <summary>What is told of it in metrics, log and trace.</summary>
    public required ModelOperation Operation { get; init; }

    public string Id => RequestRecord.Of(Context).Id;

    /// <summary>Cancelled when the service stops and will wait no longer.</summary>
    public required CancellationToken Cut { get; init; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>True for events that can be read. A compressed stream is passed like any other body.</summary>
    public bool IsStream =>
        Header("Content-Type") is { } text && text.Contains(EventStream, StringComparison.OrdinalIgnoreCase) &&
        MediaTypeHeaderValue.TryParse(text, out var type) && EventStream.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase) &&
        !IsEncoded;

    /// <summary>True where the answer's bytes are compressed.</summary>
    public bool IsEncoded => Header("Content-Encoding") is { Length: > 0 } coding &&
        !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    public AlignmentRequest Ask(string answer) => new()
    {
        Prompt = Request.Question.Prompt,
        Answer = answer,
        Strength = Options.Strength,
        MinGain = Options.MinGain,
        MaxEdits = Options.MaxEdits,
        Seed = Request.Seed,
        StopStrings = Request.Question.StopStrings,
    };

    // Not the typed properties: reading one would write the header anew, and the client gets it as it came.
    private string? Header(string name) =>
        Response.Message.Content.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
