using System.Net.Sockets;
using System.Text;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A client on a bare socket, for what no HTTP client would send.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient connection = new() { ReceiveBufferSize = 4096 };
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(Proxy proxy)
    {
        var client = new RawClient();
        var address = new Uri(proxy.Address);
        await client.connection.ConnectAsync(address.Host, address.Port);
        return client;
    }

    public async Task SendAsync(string text) => await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), patience.Token);

    /// <summary>What comes until it ends in the text; fails where it never does.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var received = new StringBuilder();
        var one = new byte[1];
        while (!received.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            await connection.GetStream().ReadExactlyAsync(one, patience.Token);
            received.Append((char)one[0]);
        }

        return received.ToString();
    }

    /// <summary>All that comes until the server closes the connection; fails where it does not.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var received = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // closed all the same
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    public void Dispose()
    {
        connection.Dispose();
        patience.Dispose();
    }
}
