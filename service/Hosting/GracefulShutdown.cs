using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Hosting;

/// <summary>The end of the service: not ready, then no new connections, then open requests end by themselves or are ended.</summary>
/// <remarks>
/// <code>
/// SIGTERM ─► /readyz 503, Connection: close ─ Delay ─► no new connections ─ Timeout ─► Cut: streams end in band ─ Margin ─► all closed
/// </code>
/// </remarks>
internal sealed class GracefulShutdown(IOptions<ShutdownOptions> options, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    /// <summary>Time for what was cut to leave.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource cut = new(Timeout.InfiniteTimeSpan, time);
    private volatile bool begun;

    /// <summary>True once the service was told to stop.</summary>
    public bool Begun => begun;

    /// <summary>Cancelled when open streams must end.</summary>
    public CancellationToken Cut => cut.Token;

    /// <summary>Asks the client to come back on another connection.</summary>
    public static void CloseAfter(HttpContext context) => context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        begun = true;
        if (options.Value.Delay > TimeSpan.Zero)
            await Task.Delay(options.Value.Delay, time, cancellationToken);
        cut.CancelAfter(options.Value.Timeout);
    }

    public void Dispose() => cut.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
