using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PreferenceFlow.Replay;

/// <summary>An OpenAI-compatible server on the loopback interface that answers from a file.</summary>
public sealed class ReplayUpstream : IAsyncDisposable
{
    private readonly RecordedAnswers answers;
    private readonly ReplayOptions options;
    private readonly TimeProvider time;
    private readonly WebApplication app;
    private long requests;
    private long cancellations;

    private ReplayUpstream(RecordedAnswers answers, ReplayOptions options, TimeProvider time)
    {
        this.answers = answers;
        this.options = options;
        this.time = time;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
        var model = new { id = "replay", @object = "model", created = 0, owned_by = "replay" };
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = new[] { model } }));
        app.MapGet("/replay/counts", () => Results.Json(new { requests = Requests, cancellations = Cancellations }));
    }

    /// <summary>Chat requests so far, failed ones included.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Chat requests whose caller went away before the answer was complete.</summary>
    public long Cancellations => Interlocked.Read(ref cancellations);

    /// <summary>Where it listens, without a trailing slash.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<ReplayUpstream> StartAsync(
        RecordedAnswers answers, ReplayOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var upstream = new ReplayUpstream(answers, options, time);
        await upstream.app.StartAsync(cancellationToken);
        return upstream;
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref requests);
        var behaviour = options.For(context.Request.Headers, Draw(number));
        try
        {
            await AnswerAsync(context, behaviour, $"chatcmpl-replay-{number}");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref cancellations);
        }
        catch (JsonException exception)
        {
            await WriteErrorAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private async Task AnswerAsync(HttpContext context, ReplayOptions behaviour, string id)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var request = ReplayRequest.Parse(body.RootElement);
        await Task.Delay(TimeSpan.FromMilliseconds(behaviour.LatencyMs), time, context.RequestAborted);
        var chat = new ReplayChat(answers, time, id);
        switch (behaviour.Failure)
        {
            case ReplayFailure.Status:
                await WriteErrorAsync(context, behaviour.Status, "The replay upstream was told to fail.");
                break;
            case ReplayFailure.Reset:
                context.Abort();
                break;
            case ReplayFailure.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                break;
            case ReplayFailure.Garbage:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("<html>not a completion", context.RequestAborted);
                break;
            default:
                await (request.Stream
                    ? chat.WriteStreamAsync(context, request, behaviour)
                    : chat.WriteJsonAsync(context, request, behaviour));
                break;
        }
    }

    // The same requests fail in every run: a fixed spread of the request's number over 0 to 1.
    private ReplayFailure Draw(long number) =>
        (uint)(number * 2654435761) / (double)uint.MaxValue < options.FailureRate ? options.Failure : ReplayFailure.None;

    private static Task WriteErrorAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        var error = new { message, type = "replay_error", param = (string?)null, code = (string?)null };
        return context.Response.WriteAsJsonAsync(new { error });
    }
}
