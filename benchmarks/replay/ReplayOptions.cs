using System.ComponentModel.DataAnnotations;

namespace PreferenceFlow.Replay;

/// <summary>How an answer goes wrong.</summary>
public enum ReplayFailure
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>An HTTP status, <see cref="ReplayOptions.Status"/>, with an error body.</summary>
    Status,

    /// <summary>The connection is reset before a response.</summary>
    Reset,

    /// <summary>No response until the caller gives up.</summary>
    Stall,

    /// <summary>The connection is reset in the middle of the answer.</summary>
    Cut,

    /// <summary>Silence in the middle of the answer, until the caller gives up.</summary>
    Hang,

    /// <summary>Status 200 with a body that is no completion.</summary>
    Garbage,
}

/// <summary>How the replay upstream behaves. Each may be set for one request by a header <c>x-replay-…</c>.</summary>
public sealed class ReplayOptions
{
    /// <summary>File of recorded answers, JSON lines or JSON lines in gzip.</summary>
    public string? Answers { get; set; }

    /// <summary>Port on the loopback interface.</summary>
    /// <value>The default is 9100; 0 takes a free one.</value>
    [Range(0, 65535)]
    public int Port { get; set; } = 9100;

    /// <summary>Milliseconds before the response's headers; header <c>x-replay-latency-ms</c>.</summary>
    [Range(0, 3_600_000)]
    public int LatencyMs { get; set; }

    /// <summary>Milliseconds before each chunk of a stream; header <c>x-replay-token-ms</c>.</summary>
    [Range(0, 3_600_000)]
    public int TokenMs { get; set; }

    /// <summary>UTF-16 code units in one chunk of a stream, at least (graphemes are not split); header <c>x-replay-chunk</c>.</summary>
    [Range(1, 1_000_000)]
    public int Chunk { get; set; } = 4;

    /// <summary>Share of requests that fail, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double FailureRate { get; set; }

    /// <summary>How they fail; header <c>x-replay-failure</c> fails the one request that carries it.</summary>
    public ReplayFailure Failure { get; set; } = ReplayFailure.Status;

    /// <summary>The status of <see cref="ReplayFailure.Status"/>; header <c>x-replay-status</c>.</summary>
    [Range(400, 599)]
    public int Status { get; set; } = 503;

    /// <summary>These options with the headers of one request over them. An unreadable header is ignored.</summary>
    internal ReplayOptions For(IHeaderDictionary headers, ReplayFailure drawn)
    {
        int Number(string name, int otherwise) => int.TryParse(headers[$"x-replay-{name}"], out var value) ? value : otherwise;

        return new()
        {
            LatencyMs = Number("latency-ms", LatencyMs),
            TokenMs = Number("token-ms", TokenMs),
            Chunk = Math.Max(1, Number("chunk", Chunk)),
            Status = Number("status", Status),
            Failure = Enum.TryParse<ReplayFailure>(headers["x-replay-failure"], ignoreCase: true, out var asked) ? asked : drawn,
        };
    }
}
