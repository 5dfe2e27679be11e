using System.Net;
using System.Net.Sockets;

namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>A server on bare sockets that does to a request whatever a test says, byte for byte.</summary>
internal sealed class FaultyUpstream : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> open = [];
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int attempts;

    public FaultyUpstream() => listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>One that answers each request with the same bytes and then says that no more will come.</summary>
    public static FaultyUpstream Sending(string bytes)
    {
        var upstream = new FaultyUpstream
        {
            Act = async exchange =>
            {
                await exchange.SendAsync(bytes);
                exchange.HalfClose();
            },
        };
        upstream.Listen();
        return upstream;
    }

    public string Authority => listener.LocalEndPoint!.ToString()!;

    /// <summary>What is done to each request; null answers it well.</summary>
    public Func<FaultyExchange, Task>? Act { get; set; }

    /// <summary>Requests read so far.</summary>
    public int Attempts => attempts;

    /// <summary>Done once a request has been read.</summary>
    public Task Asked => asked.Task;

    /// <summary>Done once a peer has gone while it was being sent something.</summary>
    public Task Left => left.Task;

    /// <summary>Until then connections are refused.</summary>
    public void Listen()
    {
        listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>Closes all connections in order.</summary>
    public void CloseConnections()
    {
        lock (open)
        {
            open.ForEach(socket => socket.Dispose());
            open.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        CloseConnections();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                lock (open)
                    open.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true; // so that a byte sent by itself travels by itself
        var sending = false;
        try
        {
            while (await FaultyExchange.ReadAsync(socket) is { } exchange)
            {
                exchange.Attempt = Interlocked.Increment(ref attempts);
                asked.TrySetResult();
                sending = true;
                await (Act is { } act ? act(exchange) : exchange.SendAsync(exchange.Good));
                sending = false;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            if (sending && exception is SocketException)
                left.TrySetResult();
        }
    }
}
