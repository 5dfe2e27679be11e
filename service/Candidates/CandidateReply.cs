using System.Net;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Streams;

namespace PreferenceFlow.Service.Candidates;

/// <summary>Requests with several answers to choose among: steps (3) to (5) of the pipeline.</summary>
/// <remarks>
/// All answers are read whole, a stream's too; one leaves, or as many as the client asked for with the chosen one first. In mode
/// auto it is edited after that. What all calls have used is told as one usage.
/// </remarks>
internal sealed class CandidateReply(
    CandidateUpstream upstream, Chooser chooser, JsonReply json, StreamReply stream, IOptions<AlignmentOptions> options, TimeProvider time)
{
    public async Task<AlignmentOutcome> AlignAsync(AnswerExchange exchange, CandidateResponses responses)
    {
        return exchange.IsStream
            ? await AlignStreamAsync(exchange, responses.More!)
            : await AlignDocumentAsync(exchange, responses.More!);
    }

    private Task<CandidateChoice> ChooseAsync(AnswerExchange exchange, IHeldAnswers first, IReadOnlyList<IHeldAnswers> others) =>
        CandidateChoice.OfAsync(exchange, first, others, request => chooser.ChooseAsync(exchange, exchange.Plan.Selector!, request));

    private async Task<AlignmentOutcome> AlignDocumentAsync(AnswerExchange exchange, MoreAnswers more)
    {
        var body = await json.ReadAsync(exchange);
        if (body.Length > options.Value.MaxAnswerBytes)
            return await json.PassLargeAsync(exchange, body);

        var first = new HeldDocument(body, exchange.Request.Format);
        var others = await GatherAsync(exchange, more, first, async response =>
            new HeldDocument(await Bounded(response, more.Stopped), exchange.Request.Format));
        var choice = await ChooseAsync(exchange, first, others);
        var bytes = choice.Write();
        return exchange.Plan.Aligner is not null && choice.Taken.Bypass is null
            ? await json.FinishAsync(exchange, bytes, choice.Outcome)
            : await json.SendAsync(exchange, bytes, choice.Outcome, sameBody: bytes.Equals(body));
    }

    private async Task<AlignmentOutcome> AlignStreamAsync(AnswerExchange exchange, MoreAnswers more)
    {
        var wire = new StreamWire(exchange, time);
        await using var events = wire.Events(options.Value.MaxAnswerBytes);
        var first = new HeldStream(exchange.Request.Format, options.Value.MaxAnswerBytes);
        var (choice, failure) = await wire.AwaitAsync(HoldAndChooseAsync(), options.Value.KeepAliveInterval);
        return await stream.FinishAsync(exchange, wire, events, first, choice, failure);

        async Task<(CandidateChoice?, UpstreamException?)> HoldAndChooseAsync()
        {
            if (await StreamReply.HoldAsync(events, first, wire) is { } failed)
                return (null, failed);
            var others = await GatherAsync(exchange, more, first, response => HoldAsync(response, more.Stopped));
            return (await ChooseAsync(exchange, first, others), null);
        }

        async Task<IHeldAnswers> HoldAsync(UpstreamResponse response, CancellationToken stopped)
        {
            var held = new HeldStream(exchange.Request.Format, options.Value.MaxAnswerBytes);
            await foreach (var next in new SseReader(response.Body, options.Value.MaxAnswerBytes).ReadAsync(stopped))
                held.Add(next);
            held.End();
            return held;
        }
    }

    /// <summary>The other responses, as far as they come in time.</summary>
    private async Task<IReadOnlyList<IHeldAnswers>> GatherAsync(
        AnswerExchange exchange, MoreAnswers more, IHeldAnswers first, Func<UpstreamResponse, Task<IHeldAnswers>> hold)
    {
        if (first.Bypass is not null)
            return [];
        if (first.Count == 1 && more.Calls.Count == 0 && exchange.Request.Question.Answers == 1)
        {
            upstream.RememberSingle(exchange.Request);
            more.Ask(exchange.Plan.Candidates - 1);
        }

        var reads = more.Calls.Select(call => TryHoldAsync(exchange, call, hold)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Cut);
        try
        {
            await Task.WhenAll(reads).WaitAsync(options.Value.CandidateWait, time, stop.Token);
        }
        catch (Exception exception) when (
            exception is TimeoutException || (exception is OperationCanceledException && !exchange.Aborted.IsCancellationRequested))
        {
            // those that are late, or that the service's stop does not wait for, are left out
        }

        return [.. reads.Where(read => read.IsCompletedSuccessfully).Select(read => read.Result).OfType<IHeldAnswers>()];
    }

    private static async Task<IHeldAnswers?> TryHoldAsync(
        AnswerExchange exchange, Task<UpstreamResponse> call, Func<UpstreamResponse, Task<IHeldAnswers>> hold)
    {
        try
        {
            var response = await call;
            var readable = response.Message.StatusCode == HttpStatusCode.OK && !EventStreams.IsEncoded(response.Message) &&
                EventStreams.Are(response.Message) == exchange.IsStream;
            return readable ? await hold(response) : null;
        }
        catch (Exception exception) when (exception is UpstreamException or OperationCanceledException or ObjectDisposedException)
        {
            return null; // one candidate less
        }
    }

    private async Task<ReadOnlyMemory<byte>> Bounded(UpstreamResponse response, CancellationToken stopped)
    {
        var body = await ResponseCopy.ReadAsync(response.Body, options.Value.MaxAnswerBytes, stopped);
        return body.Length <= options.Value.MaxAnswerBytes ? body : default;
    }
}
