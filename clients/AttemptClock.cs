using System.Collections.Concurrent;

namespace PreferenceFlow.Clients;

/// <summary>The clock of one attempt: until the response's headers, and then over each silence within its body.</summary>
/// <remarks>One source of cancellation for both. Polly's timeout ends with the headers, and what comes after would need a second one.</remarks>
internal sealed class AttemptClock : IDisposable
{
    private const int MostSpare = 1024;

    // With their timers, which are most of what a clock costs. Those on another time than the system's are never spare.
    private static readonly ConcurrentQueue<CancellationTokenSource> Spare = new();

    private readonly CancellationTokenSource source;
    private readonly CancellationToken caller;
    private readonly CancellationTokenRegistration link;
    private readonly bool reusable;
    private bool disposed;

    /// <param name="caller">Ends all that waits on <see cref="Token"/>.</param>
    public AttemptClock(TimeProvider time, CancellationToken caller)
    {
        (this.caller, reusable) = (caller, time == TimeProvider.System);
        source = reusable && Spare.TryDequeue(out var spare) ? spare : new(Timeout.InfiniteTimeSpan, time);
        link = Cancelling(caller);
    }

    /// <summary>Cancelled when the time is up or the caller has gone.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Begins to count; <see cref="Stop"/> ends it.</summary>
    public void Start(TimeSpan limit) => source.CancelAfter(limit);

    public void Stop() => source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Ends with another token too, until the registration is disposed.</summary>
    public CancellationTokenRegistration EndWith(CancellationToken other) => other == caller ? default : Cancelling(other);

    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public void ThrowIfCallerLeft() => caller.ThrowIfCancellationRequested();

    /// <summary>Nothing may wait on the token any more.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        link.Dispose(); // waits for a cancellation that is under way
        if (reusable && Spare.Count < MostSpare && source.TryReset())
            Spare.Enqueue(source);
        else
            source.Dispose();
    }

    private CancellationTokenRegistration Cancelling(CancellationToken token) =>
        token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
}
