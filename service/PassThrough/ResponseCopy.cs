using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace PreferenceFlow.Service.PassThrough;

/// <summary>Copies a body as it arrives: what has come is sent before more is read.</summary>
internal static class ResponseCopy
{
    public static async Task CopyAsync(Stream body, HttpResponse response, CancellationToken cancellationToken)
    {
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await response.Body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
