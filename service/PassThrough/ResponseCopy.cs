using System.Buffers;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Copies a body as it arrives: what has come is sent before more is read.</summary>
internal static class ResponseCopy
{
    public static async Task CopyAsync(Stream body, HttpResponse response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
                await response.Body.WriteAsync(buffer.AsMemory(0, count), cancellationToken); // Kestrel sends with each write
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a body, up to one buffer more than a limit; the rest stays unread.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var read = new ArrayBufferWriter<byte>();
        int count;
        while (read.WrittenCount <= limit && (count = await body.ReadAsync(read.GetMemory(8192), cancellationToken)) > 0)
            read.Advance(count);
        return read.WrittenMemory;
    }
}
