namespace PreferenceFlow.Clients;

/// <summary>The clock of one attempt: until the response's headers, and then over each silence within its body.</summary>
/// <remarks>One source of cancellation for both. Polly's timeout ends with the headers, and what comes after would need a second one.</remarks>
internal sealed class AttemptClock : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationToken caller;
    private readonly CancellationTokenRegistration link;

    /// <param name="caller">Ends all that waits on <see cref="Token"/>.</param>
    public AttemptClock(TimeProvider time, CancellationToken caller)
    {
        (source, this.caller) = (new(Timeout.InfiniteTimeSpan, time), caller);
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

    public void Dispose()
    {
        link.Dispose();
        source.Dispose();
    }

    private CancellationTokenRegistration Cancelling(CancellationToken token) =>
        token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
}
