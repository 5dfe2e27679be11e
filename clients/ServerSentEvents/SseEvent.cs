using System.Text;

namespace PreferenceFlow.Clients.ServerSentEvents;

/// <summary>One event of a stream, with the bytes it came in.</summary>
/// <remarks>The <see cref="Raw"/> bytes of all events, joined, are the stream: comments, byte order mark and line ends included.</remarks>
public sealed record SseEvent
{
    /// <summary>Everything since the event before, its blank line included.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The <c>data</c> lines joined by line feeds; null for comments and events without data.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The <c>event</c> line, if any.</summary>
    public string? Type { get; init; }

    /// <summary>The <c>id</c> line, if any.</summary>
    public string? Id { get; init; }

    /// <summary>False when the stream ended before the event's blank line, and in all but the last part of an event beyond the limit.</summary>
    public bool Terminated { get; init; } = true;

    /// <summary>True for the event that ends an OpenAI stream. The official clients stop at data that starts so.</summary>
    public bool IsDone => Data is { } data && data.Span.StartsWith("[DONE]"u8);

    public override string ToString() => Data is { } data ? Encoding.UTF8.GetString(data.Span) : "";
}
