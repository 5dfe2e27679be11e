using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Candidates;
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
internal sealed class StreamReply(Decisions decisions, IOptions<AlignmentOptions> options, TimeProvider time)
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
        var sameBody = changed.Count == 0 && exchange.More.IsEmpty;
        await wire.TellAsync(outcome, sameBody: sameBody && failure is null);
        await wire.WriteAsync(sameBody ? held.Raw() : [held.With(changed, exchange.More)]);
        if (failure is not null)
            await wire.FailAsync(failure);
        else
            await wire.PassRestAsync(events, StreamWire.AsItCame, held.Done);
        return outcome;
    }

    /// <summary>Sends the answer that was chosen among several, in mode auto edited where that is better still.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="wire">The client's side.</param>
    /// <param name="events">What is left of the first response.</param>
    /// <param name="first">What was held of it.</param>
    /// <param name="choice">The choice; null where the first response broke off.</param>
    /// <param name="failure">Why it broke off.</param>
    public async Task<AlignmentOutcome> FinishAsync(
        AnswerExchange exchange, StreamWire wire, IAsyncEnumerator<SseEvent> events, HeldStream first, CandidateChoice? choice,
        UpstreamException? failure)
    {
        if (failure is not null && !first.Raw().Any() && !wire.Begun)
            throw failure; // nothing came and nothing left: a plain error is still possible

        var outcome = choice?.Outcome ?? AlignmentOutcome.Bypassed(BypassReason.UpstreamFailed);
        var bytes = choice?.Write() ?? first.Write(CandidateChoice.Asked(exchange.Request), exchange.More);
        if (choice is { Taken.Bypass: null } && exchange.Plan.Aligner is not null)
            (bytes, outcome) = await wire.AwaitAsync(EditAsync(exchange, bytes, outcome), options.Value.KeepAliveInterval);
        await wire.TellAsync(outcome, sameBody: false);
        await wire.WriteAsync([bytes]);
        if (failure is not null)
            await wire.FailAsync(failure);
        else if (!first.Done)
            await wire.PassRestAsync(events, next => HeldStream.Keep(next, exchange.Request.Format, CandidateChoice.Asked(exchange.Request), exchange.More));
        return outcome;
    }

    /// <summary>Holds a stream to its end, or to what forbids changing it.</summary>
    /// <returns>Why it broke off; null where it did not.</returns>
    public static async Task<UpstreamException?> HoldAsync(IAsyncEnumerator<SseEvent> events, HeldStream held, StreamWire wire)
    {
        try
        {
            while (!held.Done && held.Bypass is null && await events.MoveNextAsync())
                held.Add(events.Current);
        }
        catch (UpstreamException failure)
        {
            return failure;
        }

        wire.UpstreamEnded();
        held.End();
        return null;
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, AlignmentOutcome Outcome)> EditAsync(
        AnswerExchange exchange, ReadOnlyMemory<byte> bytes, AlignmentOutcome choice)
    {
        var held = new HeldStream(exchange.Request.Format, options.Value.MaxAnswerBytes);
        await foreach (var next in new SseReader(new MemoryStream(bytes.ToArray()), int.MaxValue).ReadAsync(exchange.Aborted))
            held.Add(next);
        held.End();
        if (held.Bypass is { } reason)
            return (bytes, choice.Then(AlignmentOutcome.Bypassed(reason)));
        var results = await DecideAsync(exchange, held);
        var changed = Changed(held, results);
        return (changed.Count > 0 ? held.With(changed, exchange.More) : bytes, choice.Then(AlignmentOutcome.Of(results, exchange.Options.Mode)));
    }

    private async Task<(QueueResult[] Results, UpstreamException? Failure)> HoldAndDecideAsync(
        AnswerExchange exchange, IAsyncEnumerator<SseEvent> events, HeldStream held, StreamWire wire)
    {
        if (await HoldAsync(events, held, wire) is { } failure)
            return ([], failure);
        exchange.Operation.Usage = held.Usage;
        return (held.Bypass is null ? await DecideAsync(exchange, held) : [], null);
    }

    private async Task<QueueResult[]> DecideAsync(AnswerExchange exchange, HeldStream held)
    {
        var texts = held.Choices().Select(held.Text).ToList();
        var results = await Task.WhenAll(texts.Select(text => decisions.DecideAsync(exchange, text)));
        return TokenLimit.Keep(exchange.Request.MaxTokens, held.Usage.Output, texts, results);
    }

    private static Dictionary<long, AlignmentDecision> Changed(HeldStream held, QueueResult[] results) => held.Choices()
        .Zip(results)
        .Where(pair => pair.Second.Decision is { Changed: true })
        .ToDictionary(pair => pair.First, pair => pair.Second.Decision!);
}
