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
}
