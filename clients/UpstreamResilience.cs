using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace PreferenceFlow.Clients;

/// <summary>The clocks, retries and breaker around one call until its headers, outermost first.</summary>
/// <remarks>
/// total → retry → breaker → attempt. Nothing is retried once a response has begun to reach the client, because the pipeline ends at
/// the headers. A completion costs money, so only what the upstream did not work on is repeated: connect errors, 408, 429 and 503.
/// </remarks>
internal static class UpstreamResilience
{
    private static readonly ResiliencePropertyKey<bool> Repeatable = new("pflow.repeatable");
    private static readonly ResiliencePropertyKey<long> Started = new("pflow.started");

    /// <param name="jitter">Numbers from 0 to 1 that spread the pauses.</param>
    public static ResiliencePipeline<HttpResponseMessage> Build(UpstreamOptions options, TimeProvider time, Func<double> jitter)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { Name = "upstream", TimeProvider = time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.MaxRetries > 0)
            builder.AddRetry(Retry(options, time, jitter));
        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,
                ShouldHandle = args => ValueTask.FromResult(IsOutage(args.Outcome.Exception)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.FirstByteTimeout })
            .Build();
    }

    /// <summary>A context for one call; return it to the pool when done.</summary>
    public static ResilienceContext Begin(UpstreamRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Repeatable, request.Repeatable);
        context.Properties.Set(Started, time.GetTimestamp());
        return context;
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(UpstreamOptions options, TimeProvider time, Func<double> jitter)
    {
        // The caller gets a 429 now rather than a timeout later: a pause that outlasts the budget is not begun (dotnet/extensions#7701).
        bool FitsBudget(HttpResponseMessage response, ResilienceContext context) =>
            RetryAfter.Of(response, time.GetUtcNow()) is not { } pause ||
            pause < options.TotalTimeout - time.GetElapsedTime(context.Properties.GetValue(Started, defaultValue: 0));

        return new()
        {
            MaxRetryAttempts = options.MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.RetryDelay,
            UseJitter = true,
            Randomizer = jitter,
            ShouldHandle = args => ValueTask.FromResult(
                args.Context.Properties.GetValue(Repeatable, defaultValue: false) && args.Outcome switch
                {
                    { Exception: { } exception } => UpstreamFailures.BeforeConnection(exception),
                    { Result: { } response } => AsksForRetry(response) && FitsBudget(response, args.Context),
                    _ => false,
                }),
            DelayGenerator = args => ValueTask.FromResult(
                args.Outcome.Result is { } response ? RetryAfter.Of(response, time.GetUtcNow()) : null),
        };
    }

    private static bool AsksForRetry(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable &&
        !(response.Headers.TryGetValues("x-should-retry", out var values) && values.Contains("false"));

    private static bool IsOutage(Exception? exception) =>
        exception is TimeoutRejectedException || (exception is not null && UpstreamFailures.BeforeConnection(exception));
}
