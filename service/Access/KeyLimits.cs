using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Access;

/// <summary>What a key has left: requests and tokens of this minute, places for requests at the same time.</summary>
internal sealed class KeyLimits(KeyOptions options, TimeProvider time)
{
    private readonly TokenBucket? requests = options.RequestsPerMinute is { } limit ? new(limit, time) : null;
    private readonly SemaphoreSlim? places = options.Concurrent is { } limit ? new(limit) : null;

    /// <summary>Null where tokens need not be counted.</summary>
    public TokenBucket? Tokens { get; } = options.TokensPerMinute is { } limit ? new(limit, time) : null;

    /// <summary>Lets one request in. Call <see cref="Leave"/> when it is over.</summary>
    /// <exception cref="OpenAiException">429: a limit is reached; nothing was taken.</exception>
    public void Enter()
    {
        if (places?.Wait(0) == false)
            throw Refused("requests", $"This key may have {options.Concurrent} requests at the same time.", TimeSpan.FromSeconds(1), null);
        var exhausted = Tokens?.TryTake(0) == false ? Tokens : requests?.TryTake(1) == false ? requests : null;
        if (exhausted is null)
            return;
        Leave();
        var kind = exhausted == Tokens ? "tokens" : "requests";
        throw Refused(kind, $"This key may use {exhausted.Capacity} {kind} per minute.", exhausted.Until(1), exhausted);
    }

    public void Leave() => places?.Release();

    private static OpenAiException Refused(string kind, string message, TimeSpan wait, TokenBucket? bucket)
    {
        List<(string, string)> headers =
        [
            ("retry-after", $"{Math.Ceiling(wait.TotalSeconds)}"),
            ("retry-after-ms", $"{Math.Ceiling(wait.TotalMilliseconds)}"),
        ];
        if (bucket is not null)
        {
            headers.Add(($"x-ratelimit-limit-{kind}", $"{bucket.Capacity}"));
            headers.Add(($"x-ratelimit-remaining-{kind}", "0"));
            headers.Add(($"x-ratelimit-reset-{kind}", $"{Math.Ceiling(bucket.Until(bucket.Capacity).TotalMilliseconds)}ms"));
        }

        return new(StatusCodes.Status429TooManyRequests, kind, "rate_limit_exceeded", null, message) { Headers = headers };
    }
}
