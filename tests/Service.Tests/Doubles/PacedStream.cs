using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>An upstream's stream that goes on only when the test says so.</summary>
internal sealed class PacedStream
{
    private readonly Channel<string> parts = Channel.CreateUnbounded<string>();

    public void Send(params string[] events) => parts.Writer.TryWrite(string.Concat(events));

    public void End() => parts.Writer.Complete();

    /// <summary>Answers a request of the stub upstream.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await foreach (var part in parts.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
