using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace PreferenceFlow.Clients;

/// <summary>The clocks, retries and breaker around one call until its headers, outermost first.</summary>
/// <remarks>
/// total → hedge → for each upstream: retry → breaker → attempt, with its <see cref="AttemptClock"/>. Nothing is retried once a response has
/// begun to reach the client, because the pipeline ends at the headers. A completion costs money, so only what the upstream did not work on
/// is repeated: connect errors, 408, 429 and 503, or what it says itself in <c>x-should-retry</c>.
/// </remarks>
internal static class UpstreamResilience
{
    private static readonly ResiliencePropertyKey<long> Started = new("pflow.started");

    /// <summary>The outermost clock, over all upstreams.</summary>
    public static ResiliencePipeline<UpstreamResponse> Total(UpstreamOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<UpstreamResponse> { Name = "total", TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout })
            .Build();

    /// <summary>Retries around <paramref name="breaker"/>, for each upstream.</summary>
    /// <param name="jitter">Numbers from 0 to 1 that spread the pauses.</param>
    public static ResiliencePipeline<UpstreamResponse> Attempts(
        ResiliencePipeline<UpstreamResponse> breaker, UpstreamOptions options, TimeProvider time, Func<double> jitter) =>
        options.MaxRetries == 0 ? breaker : new ResiliencePipelineBuilder<UpstreamResponse> { Name = "attempts", TimeProvider = time }
            .AddRetry(Retry(options, time, jitter))
            .AddPipeline(breaker)
            .Build();

    /// <summary>The breaker of one upstream, around each attempt.</summary>
    public static ResiliencePipeline<UpstreamResponse> Breaker(UpstreamOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<UpstreamResponse> { Name = "breaker", TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<UpstreamResponse>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,
                ShouldHandle = args => ValueTask.FromResult(IsOutage(args.Outcome.Exception)),
            })
            .Build();

    /// <summary>A context for one call; return it to the pool when done.</summary>
    public static ResilienceContext Begin(UpstreamRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        if (request.Repeatable)
            context.Properties.Set(Started, time.GetTimestamp());
        return context;
    }

    /// <summary>A context for one of several attempts at the same time, with the clock of the whole call; likewise.</summary>
    public static ResilienceContext Branch(ResilienceContext whole, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, whole.Properties.GetValue(Started, defaultValue: 0));
        return context;
    }

    private static RetryStrategyOptions<UpstreamResponse> Retry(UpstreamOptions options, TimeProvider time, Func<double> jitter)
    {
        TimeSpan? Named(Outcome<UpstreamResponse> outcome) =>
            outcome.Result is { } response ? RetryAfter.Of(response.Message, time.GetUtcNow()) : null;

        TimeSpan Backoff(int attempt) => options.RetryDelay * Math.Pow(2, attempt);

        // The caller gets a 429 now rather than a timeout later: a pause that outlasts the budget is not begun (dotnet/extensions#7701).
        bool FitsBudget(RetryPredicateArguments<UpstreamResponse> args) =>
            (Named(args.Outcome) ?? Backoff(args.AttemptNumber)) <
            options.TotalTimeout - time.GetElapsedTime(args.Context.Properties.GetValue(Started, defaultValue: 0));

        return new()
        {
            MaxRetryAttempts = options.MaxRetries,
            ShouldHandle = args => ValueTask.FromResult(
                FitsBudget(args) && args.Outcome switch
                {
                    { Exception: { } exception } => UpstreamFailures.BeforeConnection(exception),
                    { Result: { } response } => AsksForRetry(response.Message),
                    _ => false,
                }),
            // What the upstream names is kept to the letter; else up to a quarter less, so that callers do not come back in step.
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                Named(args.Outcome) ?? Backoff(args.AttemptNumber) * (1 - jitter() / 4)),
        };
    }

    private static bool AsksForRetry(HttpResponseMessage response) =>
        (response.Headers.NonValidated.TryGetValues("x-should-retry", out var values) ? values.First().ToLowerInvariant() : null) switch
        {
            "true" => (int)response.StatusCode >= 400,
            "false" => false,
            _ => response.StatusCode is
                HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
        };

    private static bool IsOutage(Exception? exception) =>
        exception is UpstreamException { Failure: UpstreamFailure.ResponseTimeout } ||
        (exception is not null && UpstreamFailures.BeforeConnection(exception));
}
