using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>What is known of one request beside its content: filled in while it is answered, told once at its end.</summary>
internal sealed class RequestRecord
{
    /// <summary>The error where the client went away before its answer ended.</summary>
    public const string ClientGone = "client_gone";

    /// <summary>Timestamp of its start.</summary>
    public required long Started { get; init; }

    public required string Id { get; init; }

    /// <summary>The server's span; null where none is recorded.</summary>
    public required Activity? Span { get; init; }

    /// <summary>The client's key; null where none are asked for.</summary>
    public ClientKey? Key { get; set; }

    /// <summary>Time until the upstream's answer was there as far as it was needed; null where it was not asked.</summary>
    public TimeSpan? Upstream { get; set; }

    /// <summary>How often upstreams were asked: retries and hedges included.</summary>
    public AttemptCount Attempts { get; } = new();

    /// <summary>How the answer left; null where there was nothing to decide about.</summary>
    public AlignmentOutcome? Outcome { get; set; }

    /// <summary>Code of what went wrong: one of the proxy's own errors, or <see cref="ClientGone"/>; null where nothing did.</summary>
    public string? Error { get; set; }

    /// <summary>The answer that a model was asked for; null for other endpoints.</summary>
    public ModelOperation? Operation { get; set; }

    /// <summary>The one of this request, begun before anything else.</summary>
    public static RequestRecord Of(HttpContext context) => context.Features.GetRequiredFeature<RequestRecord>();
}

/// <summary>One operation of the upstream in the sense of the GenAI conventions; times count from when it was asked.</summary>
/// <param name="Model">As the client named it.</param>
/// <param name="Span">The client's span; null where none is recorded.</param>
internal sealed record ModelOperation(IAnswerFormat Format, string? Model, Activity? Span)
{
    /// <summary>Time until the upstream's answer ended.</summary>
    public TimeSpan? Ended { get; set; }

    /// <summary>Time until the first event of a stream left for the client.</summary>
    public TimeSpan? FirstEvent { get; set; }

    /// <summary>What the upstream says it has used, where its answer is read.</summary>
    public TokenUsage Usage { get; set; }
}
