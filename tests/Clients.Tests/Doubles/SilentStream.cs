namespace PreferenceFlow.Clients.Tests.Doubles;

/// <summary>A body of which nothing comes, or which breaks off at once.</summary>
internal sealed class SilentStream : MemoryStream
{
    public bool Broken { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Broken)
            throw new IOException("The response ended prematurely.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }
}
