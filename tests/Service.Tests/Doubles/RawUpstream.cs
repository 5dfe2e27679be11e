using System.Net;
using System.Net.Sockets;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>Sends fixed bytes for each connection and closes its side in order, so that all of them arrive.</summary>
internal sealed class RawUpstream : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public RawUpstream(byte[] answer)
    {
        listener.Start();
        _ = ServeAsync(answer);
    }

    public string Address => $"http://{listener.LocalEndpoint}";

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                var buffer = new byte[65536];
                await socket.ReceiveAsync(buffer);
                await socket.SendAsync(answer);
                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(buffer) > 0)
                {
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }
}
