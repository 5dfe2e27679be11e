namespace PreferenceFlow.Clients;

/// <summary>Reads a body, gives up when it falls silent, and reports every failure as <see cref="UpstreamException"/>.</summary>
internal sealed class IdleTimeoutStream : Stream
{
    private readonly Stream body;
    private readonly TimeSpan idle;
    private readonly CancellationTokenSource clock;
    private readonly CancellationToken caller;
    private readonly CancellationTokenRegistration link;

    /// <param name="caller">Ends every read; the token of a read may end that one earlier.</param>
    public IdleTimeoutStream(Stream body, TimeSpan idle, TimeProvider time, CancellationToken caller)
    {
        (this.body, this.idle, this.caller) = (body, idle, caller);
        clock = new(Timeout.InfiniteTimeSpan, time);
        link = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), clock);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> read;
        try
        {
            read = body.ReadAsync(buffer, clock.Token);
        }
        catch (Exception exception) when (UpstreamFailures.Of(exception) is { } failure)
        {
            throw new UpstreamException(failure, exception);
        }

        return read.IsCompletedSuccessfully ? read : WaitAsync(read, cancellationToken);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> read, CancellationToken cancellationToken)
    {
        clock.CancelAfter(idle);
        try
        {
            if (cancellationToken == caller)
                return await read;
            await using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), clock))
                return await read;
        }
        catch (OperationCanceledException exception)
        {
            // The caller is still there, so it was the clock.
            cancellationToken.ThrowIfCancellationRequested();
            caller.ThrowIfCancellationRequested();
            throw new UpstreamException(UpstreamFailure.IdleTimeout, exception);
        }
        catch (Exception exception) when (UpstreamFailures.Of(exception) is { } failure)
        {
            throw new UpstreamException(failure, exception);
        }
        finally
        {
            clock.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            link.Dispose();
            body.Dispose();
            clock.Dispose();
        }

        base.Dispose(disposing);
    }
}
