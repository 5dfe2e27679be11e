using Microsoft.AspNetCore.Http.Features;

namespace PreferenceFlow.Service.Access;

/// <summary>Shows a <see cref="UsageMeter"/> what passes through a request's body and a response's.</summary>
internal sealed class MeteredBody(Stream inner, Action<ReadOnlySpan<byte>> show) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="seen">Called when a part of the response has been shown to the meter, before it is sent.</param>
    public static void Attach(HttpContext context, UsageMeter meter, Action seen)
    {
        context.Request.Body = new MeteredBody(context.Request.Body, meter.Ask);
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new Response(body, meter, seen));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        show(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        show(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Bodies are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are written asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private sealed class Response(IHttpResponseBodyFeature body, UsageMeter meter, Action seen)
        : StreamResponseBodyFeature(new MeteredBody(body.Stream, part => Show(part, meter, seen)), body)
    {
        private static void Show(ReadOnlySpan<byte> part, UsageMeter meter, Action seen)
        {
            meter.Answer(part);
            seen();
        }

        public override async Task CompleteAsync()
        {
            await base.CompleteAsync();
            await PriorFeature!.CompleteAsync(); // or the client waits for the end of the request
        }
    }
}
