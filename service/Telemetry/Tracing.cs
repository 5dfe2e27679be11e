using System.Diagnostics;
using Microsoft.Extensions.Primitives;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Spans: one of the request, below it one of the upstream's operation, below that one for each decision.</summary>
/// <remarks>There are none where nobody listens, or where the caller is not sampled.</remarks>
internal static class Tracing
{
    public const string Decide = "align.decide";

    public static readonly ActivitySource Source = new(ProxyMetrics.Name);

    /// <summary>The server's span, a child of the caller's where the caller tells of one.</summary>
    public static Activity? StartServer(HttpRequest request)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller);
        return Source.StartActivity(KnownMethods.Label(request.Method), ActivityKind.Server, caller);
    }

    /// <summary>The client's span of one answer; <c>chat {model}</c> for instance, as the GenAI conventions ask.</summary>
    public static Activity? StartOperation(IAnswerFormat format, string? model)
    {
        if (!Source.HasListeners())
            return null;
        return Source.StartActivity(model is null ? format.Operation : $"{format.Operation} {model}", ActivityKind.Client)
            ?.SetTag(GenAi.OperationName, format.Operation)
            .SetTag(GenAi.ProviderName, format.Provider)
            .SetTag(GenAi.RequestModel, model);
    }

    public static bool IsHeader(string name) =>
        name.Equals("traceparent", StringComparison.OrdinalIgnoreCase) || name.Equals("tracestate", StringComparison.OrdinalIgnoreCase);

    /// <summary>What tells the upstream of a span (W3C Trace Context).</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Headers(Activity span)
    {
        yield return new("traceparent", span.Id);
        if (span.TraceStateString is { Length: > 0 } state)
            yield return new("tracestate", state);
    }

    /// <summary>The span that the upstream is told of in place of the caller's; null where it is told of the caller's own.</summary>
    public static Activity? Told => Activity.Current is { } current && ReferenceEquals(current.Source, Source) ? current : null;
}
