namespace PreferenceFlow.Clients;

/// <summary>How often upstreams were asked for one request. What the HTTP stack repeats by itself is not seen.</summary>
public sealed class AttemptCount
{
    private int made;

    public int Made => Volatile.Read(ref made);

    internal void Add() => Interlocked.Increment(ref made);
}
