using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>An upstream that accepts WebSockets and does with them what the test says.</summary>
internal sealed class SocketUpstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private SocketUpstream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.UseWebSockets();
        app.Run(context => Serve(context));
    }

    /// <summary>Echoes by default.</summary>
    public Func<HttpContext, Task> Serve { get; set; } = EchoAsync;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<SocketUpstream> StartAsync()
    {
        var upstream = new SocketUpstream();
        await upstream.app.StartAsync();
        return upstream;
    }

    public static Task<WebSocket> AcceptAsync(HttpContext context) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(),
        DangerousEnableCompression = true,
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await AcceptAsync(context);
        var buffer = new byte[1 << 20];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (message.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
        }

        await socket.CloseAsync(socket.CloseStatus!.Value, socket.CloseStatusDescription, CancellationToken.None);
    }
}
