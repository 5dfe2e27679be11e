using Microsoft.Extensions.Options;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>What became of one answer in the queue: a decision, or why there is none.</summary>
internal readonly record struct QueueResult(AlignmentDecision? Decision, BypassReason? Bypass)
{
    public static implicit operator QueueResult(BypassReason reason) => new(null, reason);
}

/// <summary>Bounds how many answers are decided about at once, how many wait, and how long each may take.</summary>
internal sealed partial class AlignmentQueue(
    IOptions<AlignmentOptions> options, TimeProvider time, ProxyMetrics metrics, ILogger<AlignmentQueue> logger) : IDisposable
{
    private readonly SemaphoreSlim places = new(options.Value.Concurrency);
    private int present;

    /// <summary>Decides about one answer; never throws but for the caller's own cancellation.</summary>
    public Task<QueueResult> DecideAsync(
        IAligner aligner, AlignmentRequest request, string requestId, CancellationToken cancellationToken) =>
        DecideAsync([request.Answer], token => aligner.Decide(request, token), requestId, cancellationToken);

    /// <summary>Chooses among several answers; never throws but for the caller's own cancellation.</summary>
    public Task<QueueResult> DecideAsync(
        ISelector selector, SelectionRequest request, string requestId, CancellationToken cancellationToken) =>
        DecideAsync(request.Answers, token => selector.Decide(request, token), requestId, cancellationToken);

    public void Dispose() => places.Dispose();

    private async Task<QueueResult> DecideAsync(
        IReadOnlyList<string> answers, Func<CancellationToken, AlignmentDecision> decide, string requestId,
        CancellationToken cancellationToken)
    {
        var result = answers.All(LooseString.IsWhole)
            ? await TryDecideAsync(decide, requestId, cancellationToken)
            : BypassReason.NotACompletion;
        if (result.Bypass is { } reason)
            metrics.Rejected(HeaderNames.Of(reason));
        return result;
    }

    private async Task<QueueResult> TryDecideAsync(
        Func<CancellationToken, AlignmentDecision> decide, string requestId, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref present) > options.Value.Concurrency + options.Value.QueueLength)
        {
            Interlocked.Decrement(ref present);
            return BypassReason.Overload;
        }

        // Owned by the work below, which may outlast this call: a decision that ignores its token keeps its place until it ends.
        var budget = new CancellationTokenSource(options.Value.Budget, time);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var work = Task.Run(() => WorkAsync(decide, requestId, stop, budget), CancellationToken.None);
        try
        {
            return await work.WaitAsync(options.Value.Budget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return BypassReason.Deadline;
        }
    }

    private async Task<QueueResult> WorkAsync(
        Func<CancellationToken, AlignmentDecision> decide, string requestId, CancellationTokenSource stop, CancellationTokenSource budget)
    {
        var placed = false;
        try
        {
            var queued = await WaitAsync(stop.Token);
            placed = true;
            using var span = Tracing.Source.StartActivity(Tracing.Decide);
            var decision = decide(stop.Token);
            metrics.Decided(queued, decision.Times);
            return new(decision, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return BypassReason.Deadline;
        }
        catch (Exception exception)
        {
            // Alignment never turns a good answer into an error. Only the type: a message may quote the answer.
            Log.AlignerFailed(logger, requestId, exception.GetType().FullName, exception.StackTrace);
            return BypassReason.Failed;
        }
        finally
        {
            if (placed)
                places.Release();
            Interlocked.Decrement(ref present);
            stop.Dispose();
            budget.Dispose();
        }
    }

    private async Task<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        metrics.Queued(1);
        try
        {
            await places.WaitAsync(cancellationToken);
        }
        finally
        {
            metrics.Queued(-1);
        }

        return time.GetElapsedTime(started);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.AlignerFailed, LogLevel.Error, "{RequestId}: an answer left as it came, for deciding failed: {Exception} {Stack}")]
        public static partial void AlignerFailed(ILogger logger, string requestId, string? exception, string? stack);
    }
}
