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
    public ValueTask<HttpResponseMessage> AskAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context) =>
        members.Length == 1 && !request.Repeatable
            ? members[0].AskAsync(request, send, context) // a single attempt, whose own clock is the total's
            : total.ExecuteAsync(
                static (context, state) => state.group.AskAllAsync(state.request, state.send, context), context, (group: this, request, send));

    private ValueTask<HttpResponseMessage> AskAllAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context)
    {
        if (options.HedgeAfter is not { } after || !request.Repeatable)
            return AskInTurnAsync(InOrder(), request, send, context);

        Member[] order = [.. InOrder()];
        return new(HedgedCall.AskAsync(
            (attempt, token) => AskAsOneOfTwoAsync([.. order[attempt..], .. order[..attempt]], request, send, context, token),
            after, time, context.CancellationToken));
    }

    // With a context of its own, for the two run at the same time.
    private async Task<HttpResponseMessage> AskAsOneOfTwoAsync(
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

    private async ValueTask<HttpResponseMessage> AskInTurnAsync(
        IEnumerable<Member> order, UpstreamRequest request, SendAttempt send, ResilienceContext context)
    {
        HttpResponseMessage? busy = null;
        var left = members.Length;
        foreach (var member in order)
        {
            left--;
            try
            {
                var response = await member.AskAsync(request, send, context);
                busy?.Dispose();
                if (left == 0 || request.Streamed || !UpstreamFailures.IsBusy(response))
                    return response;
                busy = response;
            }
            catch (Exception exception) when (left > 0 && UpstreamFailures.MayAskAnother(exception, request))
            {
                // the next one
            }
            catch (Exception exception) when (busy is not null && UpstreamFailures.Of(exception) is not null)
            {
                return busy;
            }
            catch
            {
                busy?.Dispose();
                throw;
            }
        }

        throw new UnreachableException();
    }

    // Weighted, without replacement (Efraimidis and Spirakis 2006): the largest of u^(1/w) first. Those without a weight keep their order.
    private IEnumerable<Member> InOrder() => members.Length == 1 ? members : members
        .OrderByDescending(member => member.Address.Weight > 0 ? Math.Pow(random(), 1.0 / member.Address.Weight) : -1);

    private sealed record Member(
        UpstreamAddress Address, ResiliencePipeline<HttpResponseMessage> Once, ResiliencePipeline<HttpResponseMessage> Again)
    {
        public ValueTask<HttpResponseMessage> AskAsync(UpstreamRequest request, SendAttempt send, ResilienceContext context) =>
            (request.Repeatable ? Again : Once).ExecuteAsync(
                static async (context, state) =>
                {
                    state.request.Attempts?.Add();
                    return ResponseFraming.Check(await state.send(state.request, context.CancellationToken), state.request.Upgrade);
                },
                context,
                (send, request: request with { To = Address }));
    }
}
