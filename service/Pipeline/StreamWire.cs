using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The client's side of a stream.</summary>
internal sealed class StreamWire(AnswerExchange exchange, TimeProvider time)
{
    private static readonly AlignmentOutcome Pending = AlignmentOutcome.Pending();

    private TimeSpan upstream = time.GetElapsedTime(exchange.Started);
    private readonly HttpResponse response = exchange.Context.Response;
    private SseEvent? last;
    private bool lastEnded = true;

    /// <summary>The bytes of an event that is not to be changed.</summary>
    public static ReadOnlyMemory<byte> AsItCame(SseEvent next) => next.Raw;

    /// <summary>The upstream's events as they arrive.</summary>
    /// <exception cref="UpstreamException">The stream broke off, or the service stops and will not wait for its end.</exception>
    public async IAsyncEnumerator<SseEvent> Events(int maxEventBytes)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Cut);
        await using var events = new SseReader(exchange.Response.Body, maxEventBytes).ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        try
        {
            while (await MoveNextAsync(events))
                yield return last = events.Current;
        }
        finally
        {
            exchange.Operation.Ended = time.GetElapsedTime(exchange.Started);
        }
    }

    /// <summary>True once headers were set.</summary>
    public bool Begun { get; private set; }

    /// <summary>Says that the upstream's part ends now; without it that is where its headers came.</summary>
    public void UpstreamEnded() => upstream = time.GetElapsedTime(exchange.Started);

    /// <param name="sameBody">False where the events may become others, or comments may stand between them.</param>
    public void Begin(AlignmentOutcome outcome, bool sameBody)
    {
        HeaderCopy.Response(exchange.Response.Message, response, sameBody);
        response.ContentLength = null; // where the upstream breaks off an error event follows
        DecisionHeaders.Write(exchange.Context, exchange.Record, outcome, upstream);
        if (!sameBody)
            response.Headers.CacheControl = "no-cache";
        exchange.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Begun = true;
    }

    /// <summary>Tells the decision: in the headers while they are here, else in a comment.</summary>
    public async Task TellAsync(AlignmentOutcome outcome, bool sameBody)
    {
        if (Begun)
            await CommentAsync($"pflow decision={outcome.Decision}" + (outcome.Gain is { } gain ? $"; gain={gain}" : ""));
        else
            Begin(outcome, sameBody);
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
            Begin(Pending, sameBody: false);
        return WriteAsync([part]);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException exception) when (!exchange.Aborted.IsCancellationRequested)
        {
            throw new UpstreamException(UpstreamFailure.Abandoned, exception);
        }
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
                Begin(Pending, sameBody: false);
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
            exchange.Operation.FirstEvent ??= time.GetElapsedTime(exchange.Started);
            lastEnded = block.Span.EndsWith("\n"u8) || block.Span.EndsWith("\r"u8);
        }

        await response.Body.FlushAsync(exchange.Aborted);
    }

    /// <summary>Sends what still comes, each event as soon as it is there.</summary>
    /// <param name="bytes">What leaves for an event.</param>
    /// <param name="done">True where the event that ends the stream was sent: what fails after it takes nothing away.</param>
    public async Task PassRestAsync(IAsyncEnumerator<SseEvent> events, Func<SseEvent, ReadOnlyMemory<byte>> bytes, bool done = false)
    {
        try
        {
            while (await events.MoveNextAsync())
            {
                done |= exchange.Request.Format.IsLast(events.Current);
                await WriteAsync([bytes(events.Current)]);
            }
        }
        catch (UpstreamException failure)
        {
            if (!done)
                await FailAsync(failure);
        }
    }

    /// <summary>Ends a broken stream with an error event, never with a finish reason that nobody gave.</summary>
    public async Task FailAsync(UpstreamException failure)
    {
        var error = OpenAiErrors.Describe(failure);
        exchange.Record.Error = error.Code;
        var output = new ArrayBufferWriter<byte>();
        if (!lastEnded)
            output.Write("\n\n"u8);
        exchange.Request.Format.WriteFailure(output, error, last);
        await WriteAsync([output.WrittenMemory]);
    }

    private async Task CommentAsync(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteComment(output, text);
        await response.Body.WriteAsync(output.WrittenMemory, exchange.Aborted);
        await response.Body.FlushAsync(exchange.Aborted);
    }
}
