using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Streams;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Answers that come as server-sent events: steps (3) to (5) of the pipeline, with the policy <c>sentence</c>.</summary>
/// <remarks>
/// Each sentence leaves once it is decided about, so the headers leave with <c>x-pflow-decision: pending</c> and a comment
/// <c>: pflow decision=…</c> in front of the last event tells how it went. Where nothing has left by then, the headers tell it.
/// </remarks>
internal sealed class SentenceReply(AlignmentQueue queue, IOptions<AlignmentOptions> options, TimeProvider time)
{
    public async Task<AlignmentOutcome> AlignAsync(AnswerExchange exchange)
    {
        var wire = new StreamWire(exchange, time);
        await using var events = wire.Events(options.Value.MaxAnswerBytes);
        var stream = new ArrivingStream(
            exchange.Request.Format,
            (text, maxEdits) => queue.DecideAsync(exchange.Plan.Aligner!, exchange.Ask(text, maxEdits), exchange.Id, exchange.Aborted),
            exchange.Options.MaxEdits,
            exchange.Request.Question.StopStrings,
            exchange.Request.MaxTokens is not null,
            options.Value.MaxAnswerBytes);

        var (isOpen, failure) = (true, default(UpstreamException));
        while (isOpen)
        {
            (isOpen, failure) = await wire.AwaitAsync(ReadAsync(events, stream), options.Value.KeepAliveInterval); // :: (3), (4)
            if (isOpen)
                await wire.SendAsync(stream.Take()); // :: (5)
        }

        if (failure is not null && stream.IsEmpty && !wire.Begun)
            throw failure; // nothing came and nothing left: a plain error is still possible

        exchange.Operation.Usage = stream.Usage;
        var outcome = stream.End(failure is not null, exchange.Options.Mode);
        await wire.TellAsync(outcome, sameBody: failure is null && !stream.Changed);
        await wire.WriteAsync([stream.Release()]);
        if (failure is not null)
            await wire.FailAsync(failure);
        else
            await wire.PassRestAsync(events, stream.Pass, stream.Done);
        return outcome;
    }

    // Up to where something may leave, or no more sentences will be decided about; then the last event waits for the decision.
    private static async Task<(bool IsOpen, UpstreamException? Failure)> ReadAsync(IAsyncEnumerator<SseEvent> events, ArrivingStream stream)
    {
        try
        {
            while (await events.MoveNextAsync())
            {
                await stream.AddAsync(events.Current);
                if (stream.Done || stream.Bypass is not null || !events.Current.Terminated)
                    return (false, null);
                if (stream.HasReady)
                    return (true, null);
            }

            return (false, null);
        }
        catch (UpstreamException failure)
        {
            return (false, failure);
        }
    }
}
