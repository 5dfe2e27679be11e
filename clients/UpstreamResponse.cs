namespace PreferenceFlow.Clients;

/// <summary>A response whose headers have arrived. Disposing it ends the upstream's work on a body not yet read.</summary>
public sealed class UpstreamResponse(HttpResponseMessage message, Stream body) : IDisposable
{
    public HttpResponseMessage Message { get; } = message;

    /// <summary>The body as it arrives; throws <see cref="UpstreamException"/> when it breaks off or falls silent.</summary>
    public Stream Body { get; } = body;

    public void Dispose()
    {
        Body.Dispose();
        Message.Dispose();
    }
}
