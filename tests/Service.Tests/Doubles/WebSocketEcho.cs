using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>What an upstream does with a WebSocket.</summary>
internal static class WebSocketEcho
{
    public static Task<WebSocket> AcceptAsync(HttpContext context) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(),
        DangerousEnableCompression = true,
    });

    /// <summary>Sends back what comes, until the client closes.</summary>
    public static async Task AnswerAsync(HttpContext context)
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
