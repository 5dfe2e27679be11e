namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>A way in which an upstream misbehaves, and what becomes of it on each way; null where it cannot occur.</summary>
internal sealed record Fault(string Name, Func<FaultyExchange, Task>? Act)
{
    public static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(40), IdleTimeout = TimeSpan.FromSeconds(7);

    public Outcome? Json { get; init; }

    public Outcome? Stream { get; init; }

    public Outcome? PassThrough { get; init; }

    /// <summary>The same on all ways.</summary>
    public Outcome Always
    {
        init => Json = Stream = PassThrough = value;
    }

    /// <summary>The body that the upstream sends, as far as it can be passed on.</summary>
    public Func<Way, string> Sent { get; init; } = Answers.Body;

    /// <summary>Happens to the upstream before the request.</summary>
    public Action<FaultyUpstream> Before { get; init; } = _ => { };

    /// <summary>True where connections are refused.</summary>
    public bool Refuses { get; init; }

    /// <summary>True where a good request goes first and leaves its connection open.</summary>
    public bool Reuses { get; init; }

    /// <summary>Another address in the upstream's place; no later request can succeed there.</summary>
    public Func<FaultyUpstream, string>? Elsewhere { get; init; }

    /// <summary>The wait after which the clock moves on by its length; none where zero.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>True where that wait comes before a retry, and so only on the ways that have one.</summary>
    public bool WaitsToRetry { get; init; }

    public Outcome? On(Way way) => way switch
    {
        Way.Json => Json,
        Way.Stream => Stream,
        _ => PassThrough,
    };
}
