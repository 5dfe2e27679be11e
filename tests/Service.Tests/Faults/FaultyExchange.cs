using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>One request on a <see cref="FaultyUpstream"/>'s connection. Text is sent as Latin-1: a character is a byte.</summary>
internal sealed class FaultyExchange
{
    private readonly Socket socket;

    private FaultyExchange(Socket socket, string request)
    {
        this.socket = socket;
        Way = request.Contains("\"stream\":true", StringComparison.Ordinal) ? Way.Stream
            : request.StartsWith("GET ", StringComparison.Ordinal) ? Way.PassThrough : Way.Json;
    }

    /// <summary>How the request came.</summary>
    public Way Way { get; }

    /// <summary>1 for the first request of all.</summary>
    public int Attempt { get; set; }

    /// <summary>The whole of a good response to this request.</summary>
    public string Good => Answers.Http(Answers.Type(Way), Answers.Body(Way));

    /// <summary>The next request on the connection, or null where the peer has closed it.</summary>
    public static async Task<FaultyExchange?> ReadAsync(Socket socket)
    {
        var request = new StringBuilder();
        var buffer = new byte[65536];
        while (!IsWhole(request.ToString()))
        {
            var count = await socket.ReceiveAsync(buffer);
            if (count == 0)
                return null;
            request.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return new(socket, request.ToString());
    }

    public async Task SendAsync(string bytes)
    {
        for (var rest = Encoding.Latin1.GetBytes(bytes).AsMemory(); rest.Length > 0;)
            rest = rest[await socket.SendAsync(rest)..];
    }

    /// <summary>Says that no more will be sent; still reads.</summary>
    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes the connection in order, after all that was sent.</summary>
    public void Close()
    {
        HalfClose();
        socket.Dispose();
    }

    /// <summary>Breaks the connection off.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private static bool IsWhole(string request)
    {
        if (request.StartsWith('\u0016'))
            return true; // a TLS handshake
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        var length = Array.Find(
            request[..head].Split("\r\n"), line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || request.Length - head - 4 >= int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
