using System.Diagnostics;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Where each request begins and ends: one count and one log line for each, however it went.</summary>
internal sealed class RequestAccounting(ProxyMetrics metrics, TimeProvider time, ILogger<RequestAccounting> logger)
{
    private const string None = "none";

    private static readonly EventId Ended = new(EventIds.RequestEnded, nameof(Ended));

    // Boxed once: the conventions want numbers.
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 1000).Select(status => (object)status)];

    private readonly ModelNames models = new();

    public RequestRecord Begin(HttpContext context)
    {
        metrics.RequestBegun();
        var record = new RequestRecord
        {
            Started = time.GetTimestamp(),
            Id = RequestId.Of(context.Request.Headers),
            Span = Tracing.StartServer(context.Request),
        };
        context.Features.Set(record);
        return record;
    }

    public void End(HttpContext context, RequestRecord record)
    {
        var duration = time.GetElapsedTime(record.Started);
        var method = KnownMethods.Label(context.Request.Method);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? None;
        var status = context.Response.StatusCode;
        if (context.RequestAborted.IsCancellationRequested && status != StatusCodes.Status101SwitchingProtocols) // a tunnel knows better
            record.Error ??= RequestRecord.ClientGone;

        var tags = new TagList
        {
            { ProxyMetrics.Method, method },
            { ProxyMetrics.Route, route },
            { ProxyMetrics.Status, Statuses[status] },
            { ProxyMetrics.Decision, record.Outcome?.Kind ?? None },
            { ProxyMetrics.Reason, record.Outcome?.Reason ?? None },
            { ProxyMetrics.ErrorType, record.Error ?? None },
        };
        metrics.RequestEnded(tags, new(ProxyMetrics.Route, route), duration, record.Upstream, record.Attempts.Made);
        if (record.Operation is { } operation)
            EndOperation(operation, record, status, duration);
        if (record.Span is { } span)
            EndSpan(span, record, tags, $"{method} {route}", status);

        var line = new RequestLine(record, method, route, status, duration);
        logger.Log(status is >= 502 and <= 504 ? LogLevel.Warning : LogLevel.Information, Ended, line, null, RequestLine.Text);
    }

    private void EndOperation(ModelOperation operation, RequestRecord record, int status, TimeSpan duration)
    {
        var tags = new TagList
        {
            { GenAi.OperationName, operation.Format.Operation },
            { GenAi.ProviderName, operation.Format.Provider },
            { GenAi.RequestModel, models.Label(operation.Model, status == StatusCodes.Status200OK) },
        };
        var error = record.Error ?? (status >= 400 ? status.ToString() : null);
        metrics.OperationEnded(tags, error, operation.Ended ?? duration, operation.FirstEvent, operation.Usage);
        if (operation.Span is not { } span)
            return;

        span.SetTag(GenAi.InputTokens, operation.Usage.Input).SetTag(GenAi.OutputTokens, operation.Usage.Output);
        if (error is not null)
            span.SetTag(ProxyMetrics.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        if (operation.Ended is { } ended)
            span.SetEndTime(span.StartTimeUtc + ended);
        span.Dispose();
    }

    private static void EndSpan(Activity span, RequestRecord record, TagList tags, string name, int status)
    {
        span.DisplayName = name;
        foreach (var (key, value) in tags)
            span.SetTag(key, value is None ? null : value);
        span.SetTag("pflow.request.id", record.Id);
        if (status >= 500 || (record.Error is not null && status < 400))
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}
