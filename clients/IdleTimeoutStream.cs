namespace PreferenceFlow.Clients;

/// <summary>Reads a body, gives up when it falls silent, and reports every failure as <see cref="UpstreamException"/>.</summary>
/// <param name="body">Belongs to the response, which disposes it.</param>
/// <param name="clock">Ends every read with its caller; the token of a read may end that one earlier.</param>
/// <param name="idle">Longest silence.</param>
internal sealed class IdleTimeoutStream(Stream body, AttemptClock clock, TimeSpan idle) : Stream
{
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
        clock.Start(idle);
        try
        {
            await using (clock.EndWith(cancellationToken))
                return await read;
        }
        catch (OperationCanceledException exception)
        {
            // The caller is still there, so it was the clock.
            cancellationToken.ThrowIfCancellationRequested();
            clock.ThrowIfCallerLeft();
            throw new UpstreamException(UpstreamFailure.IdleTimeout, exception);
        }
        catch (Exception exception) when (UpstreamFailures.Of(exception) is { } failure)
        {
            throw new UpstreamException(failure, exception);
        }
        finally
        {
            clock.Stop();
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
}
