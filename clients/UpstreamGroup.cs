using System.Diagnostics;
using Polly;

namespace PreferenceFlow.Clients;

/// <summary>The configured upstreams, each with its own retries and breaker, and the way from one that fails to the next.</summary>
/// <remarks>
/// The next one is asked where no work can have been done or paid for: no connection, an open circuit, a 429 or 503 after its retries.
/// Which one comes first is drawn by weight; nothing in a request has a say in it.
/// </remarks>
internal sealed class UpstreamGroup(UpstreamOptions options, TimeProvider time, Func<double> random)
{
    private readonly ResiliencePipeline<UpstreamResponse> total = UpstreamResilience.Total(options, time);
    private readonly Member[] members = [.. options.Addresses().Select(address =>
    {
        var breaker = UpstreamResilience.Breaker(options, time);
        return new Member(address, options, time, breaker, UpstreamResilience.Attempts(breaker, options, time, random));
    })];

    /// <summary>The first response that is not 429 or 503; else the last of these; else the last failure.</summary>
    public ValueTask<Outcome<UpstreamResponse>> AskAsync(UpstreamCall call, ResilienceContext context) =>
        members.Length == 1 && !call.Request.Repeatable
            ? members[0].AskAsync(call, context) // a single attempt, whose own clock is the total's
            : total.ExecuteOutcomeAsync(
                static (context, state) => state.group.AskAllAsync(state.call, context), context, (group: this, call));

    private async ValueTask<Outcome<UpstreamResponse>> AskAllAsync(UpstreamCall call, ResilienceContext context)
    {
        if (options.HedgeAfter is not { } after || !call.Request.Repeatable)
            return await AskInTurnAsync(InOrder(), call, context);

        Member[] order = [.. InOrder()];
        return await HedgedCall.AskAsync(
            (attempt, token) => AskAsOneOfTwoAsync([.. order[attempt..], .. order[..attempt]], call, context, token),
            after, time, context.CancellationToken);
    }

    // With a context of its own, for the two run at the same time.
    private async Task<Outcome<UpstreamResponse>> AskAsOneOfTwoAsync(
        Member[] order, UpstreamCall call, ResilienceContext context, CancellationToken cancellationToken)
    {
        var own = UpstreamResilience.Branch(context, cancellationToken);
        try
        {
            return await AskInTurnAsync(order, call, own);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(own);
        }
    }

    private async ValueTask<Outcome<UpstreamResponse>> AskInTurnAsync(IEnumerable<Member> order, UpstreamCall call, ResilienceContext context)
    {
        UpstreamResponse? busy = null;
        var left = members.Length;
        foreach (var member in order)
        {
            left--;
            var outcome = await member.AskAsync(call, context);
            if (outcome.Exception is { } exception)
            {
                if (left > 0 && UpstreamFailures.MayAskAnother(exception, call.Request))
                    continue;
                if (busy is not null && UpstreamFailures.Of(exception) is not null)
                    return Outcome.FromResult(busy);
            }

            busy?.Dispose();
            if (left == 0 || call.Request.Streamed || outcome.Result is not { } response || !UpstreamFailures.IsBusy(response.Message))
                return outcome;
            busy = response;
        }

        throw new UnreachableException();
    }

    // Weighted, without replacement (Efraimidis and Spirakis 2006): the largest of u^(1/w) first. Those without a weight keep their order.
    private IEnumerable<Member> InOrder() => members.Length == 1 ? members : members
        .OrderByDescending(member => member.Address.Weight > 0 ? Math.Pow(random(), 1.0 / member.Address.Weight) : -1);

    private sealed record Member(
        UpstreamAddress Address,
        UpstreamOptions Options,
        TimeProvider Time,
        ResiliencePipeline<UpstreamResponse> Once,
        ResiliencePipeline<UpstreamResponse> Again)
    {
        public ValueTask<Outcome<UpstreamResponse>> AskAsync(UpstreamCall call, ResilienceContext context) =>
            (call.Request.Repeatable ? Again : Once).ExecuteOutcomeAsync(
                static (context, state) =>
                    state.call.AttemptAsync(state.member.Address, state.member.Options, state.member.Time, context.CancellationToken),
                context,
                (member: this, call));
    }
}
