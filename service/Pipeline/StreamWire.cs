using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The client's side of a stream.</summary>
internal sealed class StreamWire(ChatExchange exchange, TimeProvider time)
{
    private const int MaxEventBytes = 64 << 20;

    private static readonly AlignmentOutcome Pending = new() { Decision = "pending" };

    private TimeSpan upstream = time.GetElapsedTime(exchange.Started);
    private readonly HttpResponse response = exchange.Context.Response;
    private bool lastEnded = true;

    /// <summary>The upstream's events as they arrive.</summary>
    public static IAsyncEnumerator<SseEvent> Events(ChatExchange exchange) =>
        new SseReader(exchange.Response.Body, MaxEventBytes).ReadAsync(exchange.Aborted).GetAsyncEnumerator(exchange.Aborted);

    /// <summary>True once headers were set.</summary>
    public bool Begun { get; private set; }

    /// <summary>What a failed read means; null where it was no failure of the upstream.</summary>
    public static UpstreamException? Failure(Exception exception) => exception switch
    {
        UpstreamException known => known,
        InvalidDataException => new UpstreamException(UpstreamFailure.Garbage, exception),
        _ => null,
    };

    /// <summary>Says that the upstream's part ends now; without it that is where its headers came.</summary>
    public void UpstreamEnded() => upstream = time.GetElapsedTime(exchange.Started);

    public void Begin(AlignmentOutcome outcome)
    {
        HeaderCopy.Response(exchange.Response.Message, response, keepLength: false);
        DecisionHeaders.Write(exchange.Context, outcome, upstream);
        response.Headers.CacheControl = "no-cache";
        exchange.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Begun = true;
    }

    /// <summary>Tells the decision: in the headers while they are here, else in a comment.</summary>
    public async Task TellAsync(AlignmentOutcome outcome)
    {
        if (Begun)
            await CommentAsync($"pflow decision={outcome.Decision}" + (outcome.Gain is { } gain ? $"; gain={gain}" : ""));
        else
            Begin(outcome);
    }

    /// <summary>Waits for work that sends nothing itself, with a comment at each interval. Throws when the client has gone.</summary>
    public async Task<T> AwaitAsync<T>(Task<T> work, TimeSpan interval)
    {
        try
        {
            await KeepAliveAsync(work, interval);
        }
        catch
        {
            // The client is gone, and the token has told the work so; the events may be disposed only once it has stopped.
            await work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        return await work;
    }

    /// <summary>Sends a part of an answer before the decision about all of it.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> part)
    {
        if (!Begun)
            Begin(Pending);
        return WriteAsync([part]);
    }

    private async Task KeepAliveAsync(Task work, TimeSpan interval)
    {
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted);
        while (!work.IsCompleted)
        {
            var pause = Task.Delay(interval, time, finished.Token);
            if (await Task.WhenAny(work, pause) == work)
                break;
            await pause; // throws when the client has gone
            if (!Begun)
                Begin(Pending);
            await CommentAsync("keep-alive");
        }

        await finished.CancelAsync();
    }

    public async Task WriteAsync(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.IsEmpty)
                continue;
            await response.Body.WriteAsync(block, exchange.Aborted);
            lastEnded = block.Span.EndsWith("\n"u8) || block.Span.EndsWith("\r"u8);
        }

        await response.Body.FlushAsync(exchange.Aborted);
    }

    /// <summary>Sends what still comes, each event as soon as it is there.</summary>
    public async Task PassRestAsync(IAsyncEnumerator<SseEvent> events, Action<SseEvent> watch)
    {
        try
        {
            while (await events.MoveNextAsync())
            {
                watch(events.Current);
                await WriteAsync([events.Current.Raw]);
            }
        }
        catch (Exception exception) when (Failure(exception) is { } failure)
        {
            await FailAsync(failure);
        }
    }

    /// <summary>Ends a broken stream with an error event, never with a finish reason that nobody gave.</summary>
    /// <remarks>The official Python client raises it; the .NET client ends its enumeration without a finish reason.</remarks>
    public async Task FailAsync(UpstreamException failure)
    {
        var output = new ArrayBufferWriter<byte>();
        if (!lastEnded)
            output.Write("\n\n"u8);
        SseWriter.WriteEvent(output, null, null, OpenAiErrors.Body(OpenAiErrors.Describe(failure)));
        await WriteAsync([output.WrittenMemory]);
    }

    private async Task CommentAsync(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteComment(output, text);
        await WriteAsync([output.WrittenMemory]);
    }
}
