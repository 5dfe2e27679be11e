using System.Diagnostics;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>What is told of a request that has ended.</summary>
/// <param name="Method">One of the known ones.</param>
/// <param name="Route">The pattern, never the path.</param>
/// <param name="Duration">From its start to its end.</param>
internal readonly record struct EndedRequest(RequestRecord Record, string Method, string Route, int Status, TimeSpan Duration)
{
    /// <summary>Stands where there is nothing to tell.</summary>
    public const string None = "none";

    // Boxed once: the conventions want numbers.
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 1000).Select(status => (object)status)];

    /// <summary>The labels of the request's count, and of its span.</summary>
    public TagList Labels => new()
    {
        { ProxyMetrics.Method, Method },
        { ProxyMetrics.Route, Route },
        { ProxyMetrics.Status, Statuses[Status] },
        { ProxyMetrics.Decision, Record.Outcome?.Kind ?? None },
        { ProxyMetrics.Reason, Record.Outcome?.Reason ?? None },
        { ProxyMetrics.ErrorType, Record.Error ?? None },
    };

    /// <summary>Why the model's operation failed; null where it did not.</summary>
    public string? OperationError => Record.Error ?? (Status >= 400 ? Status.ToString() : null);
}
