using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Streams;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Answers that come as server-sent events: steps (3) to (5) of the pipeline, with the policy <c>hold</c>.</summary>
/// <remarks>
/// A held stream sends nothing until its decision, so that the headers can tell it. If the decision takes longer than the keep-alive
/// interval, the headers leave with <c>x-pflow-decision: pending</c>, comments keep the connection alive, and a last comment
/// <c>: pflow decision=…</c> tells it in front of the answer. Comments are invisible to clients; all other bytes of an unchanged
/// answer are the upstream's.
/// </remarks>
internal sealed class StreamReply(AlignmentQueue queue, IOptions<AlignmentOptions> options, TimeProvider time)
{
    /// <summary>Passes the events as they arrive.</summary>
    public async Task<AlignmentOutcome> PassAsync(AnswerExchange exchange, AlignmentOutcome outcome)
    {
        var wire = new StreamWire(exchange, time);
        await using var events = wire.Events(options.Value.MaxAnswerBytes);
        wire.Begin(outcome, sameBody: true);
        await wire.PassRestAsync(events, StreamWire.AsItCame);
        return outcome;
    }

    /// <summary>Passes the events as they arrive and decides afterwards, for the log.</summary>
    public async Task<AlignmentOutcome> ShadowAsync(AnswerExchange exchange)
    {
        var wire = new StreamWire(exchange, time);
        await using var events = wire.Events(options.Value.MaxAnswerBytes);
        var held = new HeldStream(exchange.Request.Format, options.Value.MaxAnswerBytes);
        wire.Begin(AlignmentOutcome.ShadowOfStream(), sameBody: true);
        await wire.PassRestAsync(events, next =>
        {
            if (held.Bypass is null)
                held.Add(next);
            return next.Raw;
        });
        await exchange.Context.Response.CompleteAsync(); // the client need not wait for what it does not get

        exchange.Operation.Usage = held.Usage;
        held.End();
        return held.Bypass is { } reason
            ? AlignmentOutcome.Bypassed(reason)
            : AlignmentOutcome.Of(await DecideAsync(exchange, held), AlignmentMode.Shadow);
    }

    public async Task<AlignmentOutcome> AlignAsync(AnswerExchange exchange)
    {
        var wire = new StreamWire(exchange, time);
        await using var events = wire.Events(options.Value.MaxAnswerBytes);
        var held = new HeldStream(exchange.Request.Format, options.Value.MaxAnswerBytes);
        var work = HoldAndDecideAsync(exchange, events, held, wire); // :: (3), (4)
        var (results, failure) = await wire.AwaitAsync(work, options.Value.KeepAliveInterval);
        if (failure is not null && !held.Raw().Any() && !wire.Begun)
            throw failure; // nothing came and nothing left: a plain error is still possible

        var outcome = failure is not null ? AlignmentOutcome.Bypassed(BypassReason.UpstreamFailed) // :: (5)
            : held.Bypass is { } reason ? AlignmentOutcome.Bypassed(reason)
            : AlignmentOutcome.Of(results, exchange.Options.Mode);
        var changed = Changed(held, results);
        await wire.TellAsync(outcome, sameBody: changed.Count == 0 && failure is null);
        await wire.WriteAsync(changed.Count > 0 ? [held.With(changed)] : held.Raw());
        if (failure is not null)
            await wire.FailAsync(failure);
        else
            await wire.PassRestAsync(events, StreamWire.AsItCame, held.Done);
        return outcome;
    }

    private async Task<(QueueResult[] Results, UpstreamException? Failure)> HoldAndDecideAsync(
        AnswerExchange exchange, IAsyncEnumerator<SseEvent> events, HeldStream held, StreamWire wire)
    {
        try
        {
            while (!held.Done && held.Bypass is null && await events.MoveNextAsync())
                held.Add(events.Current);
        }
        catch (UpstreamException failure)
        {
            return ([], failure);
        }

        wire.UpstreamEnded();
        exchange.Operation.Usage = held.Usage;
        held.End();
        return (held.Bypass is null ? await DecideAsync(exchange, held) : [], null);
    }

    private async Task<QueueResult[]> DecideAsync(AnswerExchange exchange, HeldStream held)
    {
        var texts = held.Choices().Select(held.Text).ToList();
        var results = await Task.WhenAll(texts.Select(text =>
            queue.DecideAsync(exchange.Aligner!, exchange.Ask(text), exchange.Id, exchange.Aborted)));
        return TokenLimit.Keep(exchange.Request.MaxTokens, held.Usage.Output, texts, results);
    }

    private static Dictionary<long, AlignmentDecision> Changed(HeldStream held, QueueResult[] results) => held.Choices()
        .Zip(results)
        .Where(pair => pair.Second.Decision is { Changed: true })
        .ToDictionary(pair => pair.First, pair => pair.Second.Decision!);
}
