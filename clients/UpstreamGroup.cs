using System.Diagnostics;
using Polly;

namespace PreferenceFlow.Clients;

/// <summary>Sends one attempt to the address that the request names.</summary>
internal delegate Task<HttpResponseMessage> SendAttempt(UpstreamRequest request, CancellationToken cancellationToken);

/// <summary>The configured upstreams, each with its own retries and breaker, and the way from one that fails to the next.</summary>
/// <remarks>
/// The next one is asked where no work can have been done or paid for: no connection, an open circuit, a 429 or 503 after its retries.
/// Which one comes first is drawn by weight; nothing in a request has a say in it.
/// </remarks>
internal sealed class UpstreamGroup(UpstreamOptions options, TimeProvider time, Func<double> random)
{
    private readonly ResiliencePipeline<HttpResponseMessage> total = UpstreamResilience.Total(options, time);
    private readonly Member[] members = [.. options.Addresses().Select(address =>
    {
        var attempt = UpstreamResilience.Attempt(options, time);
        return new Member(address, attempt, UpstreamResilience.Attempts(attempt, options, time, random));
    })];

    /// <summary>The first response that is not 429 or 503; else the last of these; else the last failure.</summary>
    public ValueTask<Outcome<HttpResponseMessage>> AskAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context) =>
        members.Length == 1 && !request.Repeatable
            ? members[0].AskAsync(request, send, context) // a single attempt, whose own clock is the total's
            : total.ExecuteOutcomeAsync(
                static (context, state) => state.group.AskAllAsync(state.request, state.send, context), context, (group: this, request, send));

    private async ValueTask<Outcome<HttpResponseMessage>> AskAllAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context)
    {
        if (options.HedgeAfter is not { } after || !request.Repeatable)
            return await AskInTurnAsync(InOrder(), request, send, context);

        Member[] order = [.. InOrder()];
        return await HedgedCall.AskAsync(
            (attempt, token) => AskAsOneOfTwoAsync([.. order[attempt..], .. order[..attempt]], request, send, context, token),
            after, time, context.CancellationToken);
    }

    // With a context of its own, for the two run at the same time.
    private async Task<Outcome<HttpResponseMessage>> AskAsOneOfTwoAsync(
        Member[] order, UpstreamRequest request, SendAttempt send, ResilienceContext context, CancellationToken cancellationToken)
    {
        var own = UpstreamResilience.Branch(context, cancellationToken);
        try
        {
            return await AskInTurnAsync(order, request, send, own);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(own);
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> AskInTurnAsync(
        IEnumerable<Member> order, UpstreamRequest request, SendAttempt send, ResilienceContext context)
    {
        HttpResponseMessage? busy = null;
        var left = members.Length;
        foreach (var member in order)
        {
            left--;
            var outcome = await member.AskAsync(request, send, context);
            if (outcome.Exception is { } exception)
            {
                if (left > 0 && UpstreamFailures.MayAskAnother(exception, request))
                    continue;
                if (busy is not null && UpstreamFailures.Of(exception) is not null)
                    return Outcome.FromResult(busy);
            }

            busy?.Dispose();
            if (left == 0 || request.Streamed || outcome.Result is not { } response || !UpstreamFailures.IsBusy(response))
                return outcome;
            busy = response;
        }

        throw new UnreachableException();
    }

    // Weighted, without replacement (Efraimidis and Spirakis 2006): the largest of u^(1/w) first. Those without a weight keep their order.
    private IEnumerable<Member> InOrder() => members.Length == 1 ? members : members
        .OrderByDescending(member => member.Address.Weight > 0 ? Math.Pow(random(), 1.0 / member.Address.Weight) : -1);

    private sealed record Member(
        UpstreamAddress Address, ResiliencePipeline<HttpResponseMessage> Once, ResiliencePipeline<HttpResponseMessage> Again)
    {
        public ValueTask<Outcome<HttpResponseMessage>> AskAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context) =>
            (request.Repeatable ? Again : Once).ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    state.request.Attempts?.Add();
                    try
                    {
                        var response = await state.send(state.request, context.CancellationToken);
                        return Outcome.FromResult(ResponseFraming.Check(response, state.request.Upgrade));
                    }
                    catch (Exception exception)
                    {
                        return Outcome.FromException<HttpResponseMessage>(exception);
                    }
                },
                context,
                (send, request: request with { To = Address }));
    }
}
