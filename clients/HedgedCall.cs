using Polly;

namespace PreferenceFlow.Clients;

/// <summary>Asks twice where the first attempt is slow; the first answer wins, and the other attempt is given up.</summary>
/// <remarks>
/// Dean and Barroso, The Tail at Scale (2013). Polly's hedging does not fit: it asks anew at once where an attempt fails, whereas what
/// may be repeated after a failure is for the retries to say.
/// </remarks>
internal static class HedgedCall
{
    /// <param name="ask">Asks, as the first (0) or the second (1); one call at most of each. Never throws.</param>
    /// <param name="after">Time without a response before the second attempt.</param>
    /// <returns>The first response that is not 429 or 503; where there is none, the outcome that came first.</returns>
    public static async Task<Outcome<UpstreamResponse>> AskAsync(
        Func<int, CancellationToken, Task<Outcome<UpstreamResponse>>> ask, TimeSpan after, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var second = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var one = ask(0, first.Token);
        try
        {
            return await one.WaitAsync(after, time, CancellationToken.None); // the attempt itself ends where the caller leaves
        }
        catch (TimeoutException)
        {
            if (one.IsCompleted)
                return await one;
        }

        var two = ask(1, second.Token);
        var (winner, loser) = await Task.WhenAny(one, two) == one ? (one, two) : (two, one);
        if (!IsAnswer(await winner) && IsAnswer(await loser))
            (winner, loser) = (loser, winner);

        await (loser == one ? first : second).CancelAsync();
        _ = DropAsync(loser);
        return await winner;
    }

    private static bool IsAnswer(Outcome<UpstreamResponse> outcome) =>
        outcome.Result is { } response && !UpstreamFailures.IsBusy(response.Message);

    private static async Task DropAsync(Task<Outcome<UpstreamResponse>> attempt) => (await attempt).Result?.Dispose();
}
