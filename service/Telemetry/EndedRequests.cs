using System.Diagnostics;
using System.Threading.Channels;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Tells metrics and log of requests that have ended, many at a time: that takes less than each telling of itself.</summary>
/// <remarks>
/// A request waits for <see cref="Pause"/> at most. Nothing is dropped: where too many wait, or the service has stopped, each tells of itself.
/// </remarks>
internal sealed class EndedRequests(ProxyMetrics metrics, ILogger<RequestAccounting> logger) : IHostedService, IDisposable
{
    private const int Most = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly EventId Ended = new(EventIds.RequestEnded, nameof(Ended));

    private readonly Channel<EndedRequest> waiting = Channel.CreateBounded<EndedRequest>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly ModelNames models = new();
    private readonly CancellationTokenSource stop = new();
    private Task telling = Task.CompletedTask;

    public void Add(EndedRequest request)
    {
        if (!waiting.Writer.TryWrite(request))
            Tell(request);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        telling = Task.Run(TellAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Tells what still waits.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await stop.CancelAsync();
        await telling;
    }

    public void Dispose() => stop.Dispose();

    private async Task TellAllAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            await Task.Delay(Pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // more come meanwhile
            while (waiting.Reader.TryRead(out var request))
                Tell(request);
        }
    }

    private void Tell(EndedRequest request)
    {
        var record = request.Record;
        metrics.RequestEnded(request.Labels, new(ProxyMetrics.Route, request.Route), request.Duration, record.Upstream, record.Attempts.Made);
        if (record.Operation is { } operation)
        {
            var labels = new TagList
            {
                { GenAi.OperationName, operation.Format.Operation },
                { GenAi.ProviderName, operation.Format.Provider },
                { GenAi.RequestModel, models.Label(operation.Model, request.Status == StatusCodes.Status200OK) },
            };
            metrics.OperationEnded(labels, request.OperationError, operation.Ended ?? request.Duration, operation.FirstEvent, operation.Usage);
        }

        var level = request.Status is >= 502 and <= 504 ? LogLevel.Warning : LogLevel.Information;
        try
        {
            logger.Log(level, Ended, new RequestLine(request), null, RequestLine.Text);
        }
        catch (AggregateException)
        {
            // what loggers throw: a log that fails ends neither the service nor the rest of the telling
        }
    }
}
