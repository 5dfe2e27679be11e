using Microsoft.Extensions.Primitives;

namespace PreferenceFlow.Clients;

/// <summary>What the client asked, to be asked of the upstream in the same words.</summary>
public sealed record UpstreamRequest
{
    /// <summary>Under this name it travels on <see cref="HttpRequestMessage.Options"/>.</summary>
    public const string Key = "pflow.upstream-request";

    internal static readonly HttpRequestOptionsKey<UpstreamRequest> Option = new(Key);

    public required HttpMethod Method { get; init; }

    /// <summary>Path and query exactly as the client sent them, starting with a slash.</summary>
    public required string Target { get; init; }

    /// <summary>End-to-end headers of request and body, without those that describe one connection and without Content-Length.</summary>
    public IReadOnlyList<KeyValuePair<string, StringValues>> Headers { get; init; } = [];

    /// <summary>False where a second attempt must not be made: a streamed body, or a client that is already retrying.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Counts the attempts; null where nobody wants to know.</summary>
    public AttemptCount? Attempts { get; init; }

    /// <summary>True where the upstream may switch protocols: a response with 101 has the connection as its body, to read and to write.</summary>
    public bool Upgrade { get; init; }

    /// <summary>True where the body is gone once it was begun to be sent.</summary>
    internal bool Streamed { get; init; }

    /// <summary>Where this attempt goes; null before that is settled.</summary>
    internal UpstreamAddress? To { get; init; }
}
