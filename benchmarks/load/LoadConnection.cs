using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>One kept-alive HTTP/1.1 connection that sends the same bytes and reads whole responses with little work.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[1 << 16];

    private LoadConnection(byte[] request) => _request = request;

    public static async Task<LoadConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var connection = new LoadConnection(LoadRequest.Bytes(port));
        await connection._socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return connection;
    }

    /// <summary>Sends the request and reads its response; gives the body.</summary>
    /// <exception cref="InvalidDataException">The response is not a 200 with a length or chunks, or the connection ended.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(CancellationToken cancellationToken)
    {
        await _socket.SendAsync(_request, cancellationToken);
        var (filled, head) = (0, -1);
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
                throw new InvalidDataException("The connection ended within a response.");
            filled += read;
            if (head < 0)
                head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && IsWhole(_buffer.AsSpan(0, filled), head))
                return _buffer.AsMemory(head + 4, filled - head - 4);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> response, int head)
    {
        if (!response.StartsWith("HTTP/1.1 200"u8))
        {
            var found = Encoding.ASCII.GetString(response[..Math.Min(response.Length, 40)]);
            throw new InvalidDataException($"Expected status 200, found {found}.");
        }

        var length = response[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return response.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = response[(length + 16)..];
        return response.Length - head - 4 >= int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
