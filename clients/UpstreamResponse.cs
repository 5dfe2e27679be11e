namespace PreferenceFlow.Clients;

/// <summary>A response whose headers have arrived. Disposing it ends the upstream's work on a body not yet read.</summary>
public sealed class UpstreamResponse : IDisposable
{
    private readonly AttemptClock clock;

    /// <param name="clock">That of the attempt; from here on this response's.</param>
    /// <param name="idle">Longest silence within the body.</param>
    internal UpstreamResponse(HttpResponseMessage message, AttemptClock clock, TimeSpan idle)
    {
        (Message, this.clock) = (message, clock);
        Body = new IdleTimeoutStream(message.Content.ReadAsStream(CancellationToken.None), clock, idle);
    }

    public HttpResponseMessage Message { get; }

    /// <summary>The body as it arrives; throws <see cref="UpstreamException"/> when it breaks off or falls silent.</summary>
    public Stream Body { get; }

    public void Dispose()
    {
        Message.Dispose(); // and the body with it
        clock.Dispose();
    }
}
