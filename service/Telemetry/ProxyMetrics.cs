using System.Diagnostics;
using System.Diagnostics.Metrics;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>All instruments of the service; README.md beside this file says what they mean. Every label's set of values is bounded.</summary>
internal sealed class ProxyMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "PreferenceFlow";

    public const string Decision = "pflow.decision", Reason = "pflow.reason", Stage = "pflow.stage", Bundle = "pflow.bundle.id";
    public const string Route = "http.route", Method = "http.request.method", Status = "http.response.status_code";
    public const string ErrorType = "error.type";

    private readonly Meter meter;
    private readonly Counter<long> requests, attempts, rejections;
    private readonly Histogram<double> requestDuration, upstreamDuration, stageDuration, operationDuration, firstToken;
    private readonly Histogram<long> tokens;
    private readonly UpDownCounter<int> waiting;
    private int active;

    public ProxyMetrics(IMeterFactory meters, IBundleProvider bundles)
    {
        meter = meters.Create(Name);
        requests = meter.CreateCounter<long>("pflow.requests", "{request}", "Requests that have ended, each once.");
        attempts = meter.CreateCounter<long>(
            "pflow.upstream.attempts", "{attempt}", "Times that upstreams were asked, retries and hedges included.");
        meter.CreateObservableUpDownCounter(
            "pflow.requests.active", () => Volatile.Read(ref active), "{request}", "Requests that are being answered.");
        requestDuration = Seconds("pflow.request.duration", "Time from a request's start to its end.");
        upstreamDuration = Seconds("pflow.upstream.duration", "Time until the upstream's answer was there as far as it was needed.");
        stageDuration = Seconds("pflow.alignment.stage.duration", "Time of one decision in one stage.");
        rejections = meter.CreateCounter<long>("pflow.alignment.rejections", "{text}", "Texts that left undecided.");
        waiting = meter.CreateUpDownCounter<int>("pflow.alignment.queue.depth", "{text}", "Texts that wait to be decided about.");
        meter.CreateObservableGauge(
            "pflow.bundle.info", () => Loaded(bundles), null, "1 with the id of the bundle in use; 0 while there is none.");

        operationDuration = Seconds(GenAi.OperationDuration, "Time until the upstream's answer ended.");
        firstToken = meter.CreateHistogram(GenAi.TimeToFirstToken, "s", "Time until a stream's first event left for the client.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.FirstTokenBuckets });
        tokens = meter.CreateHistogram(GenAi.TokenUsage, "{token}", "Tokens of an answer, by the upstream's count.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAi.TokenBuckets });
    }

    public void RequestBegun() => Interlocked.Increment(ref active);

    public void RequestLeft() => Interlocked.Decrement(ref active);

    /// <param name="labels">Those of the request: method, route, status, decision, reason, error.</param>
    /// <param name="asked">Times that upstreams were asked.</param>
    public void RequestEnded(in TagList labels, KeyValuePair<string, object?> route, TimeSpan duration, TimeSpan? upstream, int asked)
    {
        requests.Add(1, labels);
        if (asked > 0)
            attempts.Add(asked, route);
        requestDuration.Record(duration.TotalSeconds, route);
        if (upstream is { } time)
            upstreamDuration.Record(time.TotalSeconds, route);
    }

    /// <param name="labels">Those of the operation: its name, provider and model.</param>
    /// <param name="error">Why it failed; null where it did not.</param>
    public void OperationEnded(in TagList labels, string? error, TimeSpan duration, TimeSpan? firstEvent, TokenUsage usage)
    {
        if (error is null)
            operationDuration.Record(duration.TotalSeconds, labels);
        else
            operationDuration.Record(duration.TotalSeconds, [.. labels, new(ErrorType, error)]);
        if (firstEvent is { } first)
            firstToken.Record(first.TotalSeconds, labels);
        if (usage.Input is { } input)
            tokens.Record(input, [.. labels, new(GenAi.TokenType, GenAi.Input)]);
        if (usage.Output is { } output)
            tokens.Record(output, [.. labels, new(GenAi.TokenType, GenAi.Output)]);
    }

    /// <param name="queued">Time until the decision began.</param>
    public void Decided(TimeSpan queued, StageTimes times)
    {
        stageDuration.Record(queued.TotalSeconds, new KeyValuePair<string, object?>(Stage, "queue"));
        stageDuration.Record(times.Propose.TotalSeconds, new KeyValuePair<string, object?>(Stage, "propose"));
        stageDuration.Record(times.Score.TotalSeconds, new KeyValuePair<string, object?>(Stage, "score"));
        stageDuration.Record(times.Gate.TotalSeconds, new KeyValuePair<string, object?>(Stage, "gate"));
    }

    public void Rejected(string reason) => rejections.Add(1, new KeyValuePair<string, object?>(Reason, reason));

    /// <param name="change">1 when a text begins to wait, -1 when it no longer does.</param>
    public void Queued(int change) => waiting.Add(change);

    private static Measurement<int> Loaded(IBundleProvider bundles) =>
        new(bundles.Id is null ? 0 : 1, new KeyValuePair<string, object?>(Bundle, bundles.Id ?? "none"));

    private Histogram<double> Seconds(string name, string description) => meter.CreateHistogram(name, "s", description,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.DurationBuckets });
}
