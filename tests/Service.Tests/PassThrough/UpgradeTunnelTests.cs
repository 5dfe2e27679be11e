using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.PassThrough;

public sealed class UpgradeTunnelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource patience = new(Patience);

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task Socket_TextBinaryProtocolAndClose_PassBothWays(string version, bool compressed)
    {
        await using var upstream = await StartUpstreamAsync();
        await using var proxy = await StartAsync(upstream, version == "2.0" ? ["Kestrel:EndpointDefaults:Protocols=Http2"] : []);
        using var socket = Client(version);
        socket.Options.AddSubProtocol("realtime");
        if (compressed)
            socket.Options.DangerousDeflateOptions = new();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        var binary = Enumerable.Range(0, 300_000).Select(index => (byte)(index * 31)).ToArray();

        await socket.ConnectAsync(Address(proxy), invoker, patience.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello é"), WebSocketMessageType.Text, true, patience.Token);
        var text = await ReceiveAsync(socket);
        await socket.SendAsync(binary, WebSocketMessageType.Binary, true, patience.Token);
        var echo = await ReceiveAsync(socket);
        await socket.CloseAsync((WebSocketCloseStatus)4321, "enough", patience.Token);

        Assert.Equal("realtime", socket.SubProtocol);
        Assert.Equal("hello é", Encoding.UTF8.GetString(text));
        Assert.Equal(binary, echo);
        Assert.Equal((4321, "enough"), ((int)socket.CloseStatus!, socket.CloseStatusDescription));
        await proxy.StopAsync();
        var status = version == "2.0" ? 200 : 101;
        Assert.Contains($"status={status} decision=\"none\" gain=\"none\" error=none", Assert.Single(proxy.RequestLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upstream_Refuses_ItsAnswerPassesAsItIs()
    {
        await using var upstream = await StartUpstreamAsync();
        upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["x-request-id"] = "theirs";
            return context.Response.WriteAsync("no key");
        };
        await using var proxy = await StartAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/realtime");
        foreach (var (name, value) in new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") })
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await proxy.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("theirs", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("no key", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Upstream_Unreachable_Returns502()
    {
        await using var upstream = await StartUpstreamAsync();
        await using var proxy = await StartAsync(upstream);
        await upstream.DisposeAsync();
        using var socket = Client("1.1");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(proxy), patience.Token));

        Assert.Equal(HttpStatusCode.BadGateway, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Upstream_BreaksOff_TheClientSeesTheEnd()
    {
        await using var upstream = await StartUpstreamAsync();
        upstream.Answer = async context =>
        {
            using var socket = await WebSocketEcho.AcceptAsync(context);
            await socket.SendAsync("last"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.ReceiveAsync(new byte[10].AsMemory(), CancellationToken.None);
            context.Abort();
        };
        await using var proxy = await StartAsync(upstream);
        using var socket = Client("1.1");

        await socket.ConnectAsync(Address(proxy), patience.Token);
        Assert.Equal("last"u8.ToArray(), await ReceiveAsync(socket));
        await socket.SendAsync("go"u8.ToArray(), WebSocketMessageType.Text, true, patience.Token);

        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
        await proxy.StopAsync();
        Assert.Single(proxy.RequestLines);
    }

    [Fact]
    public async Task Client_Leaves_TheUpstreamSeesTheEnd()
    {
        await using var upstream = await StartUpstreamAsync();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Answer = async context =>
        {
            using var socket = await WebSocketEcho.AcceptAsync(context);
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], CancellationToken.None));
            ended.SetResult();
        };
        await using var proxy = await StartAsync(upstream);
        using (var socket = Client("1.1"))
        {
            await socket.ConnectAsync(Address(proxy), patience.Token);
            socket.Abort();
        }

        await ended.Task.WaitAsync(Patience);
        await proxy.StopAsync();
        Assert.Single(proxy.RequestLines);
    }

    [Fact]
    public async Task Tunnel_BothSilentTooLong_IsClosed()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(77));
        await using var upstream = await StartUpstreamAsync();
        await using var proxy = await Proxy.StartAsync(upstream.Address, null, time, "Upstream:IdleTimeout=00:01:17");
        using var socket = Client("1.1");
        await socket.ConnectAsync(Address(proxy), patience.Token);

        await time.Begun.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(77));

        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
        await proxy.StopAsync();
        Assert.Contains("error=upstream_idle_timeout", Assert.Single(proxy.RequestLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_StopsAndTheTunnelStaysOpen_IsCut()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(20));
        await using var upstream = await StartUpstreamAsync();
        await using var proxy = await Proxy.StartAsync(upstream.Address, null, time, "Shutdown:Timeout=00:00:20");
        using var socket = Client("1.1");
        await socket.ConnectAsync(Address(proxy), patience.Token);

        var stopping = proxy.StopAsync();
        await time.Begun.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(20));

        await stopping.WaitAsync(Patience);
        Assert.Contains("error=shutting_down", Assert.Single(proxy.RequestLines), StringComparison.Ordinal);
    }

    private static async Task<StubUpstream> StartUpstreamAsync()
    {
        var upstream = await StubUpstream.StartAsync();
        upstream.Answer = WebSocketEcho.AnswerAsync;
        return upstream;
    }

    private static Task<Proxy> StartAsync(StubUpstream upstream, params string[] settings) =>
        Proxy.StartAsync(upstream.Address, new WordAligner("bad", "good"), null, settings);

    private static Uri Address(Proxy proxy) => new(proxy.Address.Replace("http://", "ws://", StringComparison.Ordinal) + "/v1/realtime?model=m");

    private static ClientWebSocket Client(string version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return socket;
    }

    private async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }
}
