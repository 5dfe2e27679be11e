using System.Diagnostics;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Where each request begins and ends: one count and one log line for each, however it went.</summary>
internal sealed class RequestAccounting(ProxyMetrics metrics, EndedRequests ended, TimeProvider time)
{
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
        var status = context.Response.StatusCode;
        if (context.RequestAborted.IsCancellationRequested && status != StatusCodes.Status101SwitchingProtocols) // a tunnel knows better
            record.Error ??= RequestRecord.ClientGone;
        var request = new EndedRequest(
            record,
            KnownMethods.Label(context.Request.Method),
            (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? EndedRequest.None,
            status,
            duration);
        if (record.Operation is { Span: { } operation })
            EndOperation(operation, record.Operation, request.OperationError);
        if (record.Span is { } span)
            EndSpan(span, request);
        metrics.RequestLeft();
        ended.Add(request);
    }

    private static void EndOperation(Activity span, ModelOperation operation, string? error)
    {
        span.SetTag(GenAi.InputTokens, operation.Usage.Input).SetTag(GenAi.OutputTokens, operation.Usage.Output);
        if (error is not null)
            span.SetTag(ProxyMetrics.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        if (operation.Ended is { } end)
            span.SetEndTime(span.StartTimeUtc + end);
        span.Dispose();
    }

    private static void EndSpan(Activity span, EndedRequest request)
    {
        span.DisplayName = $"{request.Method} {request.Route}";
        foreach (var (key, value) in request.Labels)
            span.SetTag(key, value is EndedRequest.None ? null : value);
        span.SetTag("pflow.request.id", request.Record.Id);
        if (request.Status >= 500 || (request.Record.Error is not null && request.Status < 400))
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}
