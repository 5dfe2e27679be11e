namespace PreferenceFlow.Clients;

/// <summary>How a call of the upstream failed. A closed set: each value has one HTTP status and one error code.</summary>
public enum UpstreamFailure
{
    /// <summary>No connection could be made.</summary>
    Unreachable,

    /// <summary>A connection could not be made in <see cref="UpstreamOptions.ConnectTimeout"/>.</summary>
    ConnectTimeout,

    /// <summary>No response came in <see cref="UpstreamOptions.FirstByteTimeout"/> or <see cref="UpstreamOptions.TotalTimeout"/>.</summary>
    ResponseTimeout,

    /// <summary>The body fell silent for <see cref="UpstreamOptions.IdleTimeout"/>.</summary>
    IdleTimeout,

    /// <summary>The connection ended before the response did.</summary>
    Reset,

    /// <summary>What came was not HTTP, or not what was asked for.</summary>
    Garbage,

    /// <summary>It answered a request of ours, not of a client, with an error.</summary>
    Refused,

    /// <summary>The upstream was found down a moment ago and is being left alone.</summary>
    CircuitOpen,

    /// <summary>The caller stops and does not wait for the rest.</summary>
    Abandoned,
}

/// <summary>The upstream gave no whole response. The message names no address, header or content.</summary>
public sealed class UpstreamException(UpstreamFailure failure, Exception? cause) : Exception(Describe(failure), cause)
{
    public UpstreamFailure Failure { get; } = failure;

    private static string Describe(UpstreamFailure failure) => failure switch
    {
        UpstreamFailure.Unreachable => "The upstream cannot be reached.",
        UpstreamFailure.ConnectTimeout => "The upstream did not accept a connection in time.",
        UpstreamFailure.ResponseTimeout => "The upstream did not answer in time.",
        UpstreamFailure.IdleTimeout => "The upstream stopped sending in the middle of its answer.",
        UpstreamFailure.Reset => "The upstream closed the connection before its answer was complete.",
        UpstreamFailure.Garbage => "The upstream sent something that is not an HTTP response.",
        UpstreamFailure.Refused => "The upstream refused a request of the service.",
        UpstreamFailure.CircuitOpen => "The upstream is down; try again in a few seconds.",
        UpstreamFailure.Abandoned => "The proxy is shutting down; try again on a new connection.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "Not a failure."),
    };
}
