using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>An upstream that does not come to an end, and tells when it was left.</summary>
internal sealed class StallingUpstream : IWork, IAsyncDisposable
{
    /// <summary>Values of the header <see cref="Way"/>: nothing comes; a stream's first event comes; a whole long answer comes.</summary>
    public const string Silent = "silent", Stream = "stream", Answer = "answer";

    public const string Way = "x-way";

    private static readonly string s_draft =
        string.Join(' ', Enumerable.Repeat(string.Join(' ', Drafts.All.Select(draft => draft.Answer)), 12));

    private readonly Channel<bool> _begun = Channel.CreateUnbounded<bool>();
    private readonly Channel<(long, bool)> _ended = Channel.CreateUnbounded<(long, bool)>();
    private readonly WebApplication _app;

    private StallingUpstream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public ChannelReader<bool> Begun => _begun.Reader;

    public ChannelReader<(long Time, bool Left)> Ended => _ended.Reader;

    public static async Task<StallingUpstream> StartAsync(CancellationToken cancellationToken)
    {
        var upstream = new StallingUpstream();
        await upstream._app.StartAsync(cancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var way = context.Request.Headers[Way].ToString();
        if (way == Answer)
        {
            var choice = new { index = 0, message = new { role = "assistant", content = s_draft }, finish_reason = "stop" };
            await context.Response.WriteAsJsonAsync(new { id = "c1", choices = new[] { choice } });
            return;
        }

        var left = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(() =>
        {
            _ended.Writer.TryWrite((Stopwatch.GetTimestamp(), true));
            left.SetResult();
        });
        if (way == Stream)
        {
            context.Response.ContentType = "text/event-stream";
            var choice = new { index = 0, delta = new { content = "Dear Customer," } };
            await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(new { id = "c1", choices = new[] { choice } })}\n\n");
        }

        _begun.Writer.TryWrite(true);
        await left.Task;
    }
}
