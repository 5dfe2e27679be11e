using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>The log line of one request: <c>key=value</c> in text, the same keys for structured loggers. Holds no content.</summary>
/// <remarks>A struct that writes itself as UTF-8, for at some thousand requests a second a log line is a good part of the work.</remarks>
internal readonly struct RequestLine(EndedRequest request)
    : IReadOnlyList<KeyValuePair<string, object?>>, IUtf8SpanFormattable
{
    public static readonly Func<RequestLine, Exception?, string> Text = (line, _) => line.ToString();

    public int Count => 10;

    private string Decision => request.Record.Outcome?.Decision ?? EndedRequest.None;

    private string Gain => request.Record.Outcome?.Gain ?? EndedRequest.None;

    private string Error => request.Record.Error ?? EndedRequest.None;

    private double UpstreamMs => request.Record.Upstream is { } upstream ? upstream.TotalMilliseconds : 0;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("method", request.Method),
        1 => new("route", request.Route),
        2 => new("status", request.Status),
        3 => new("decision", Decision),
        4 => new("gain", Gain),
        5 => new("error", Error),
        6 => new("upstream_ms", UpstreamMs),
        7 => new("total_ms", request.Duration.TotalMilliseconds),
        8 => new("attempts", request.Record.Attempts.Made),
        9 => new("request", request.Record.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public bool TryFormat(Span<byte> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var (upstream, total) = ((long)(UpstreamMs * 1000), (long)request.Duration.TotalMicroseconds); // integers are cheaper to write than doubles
        return Utf8.TryWrite(
            destination,
            CultureInfo.InvariantCulture,
            $"""
            method={request.Method} route={request.Route} status={request.Status} decision="{Decision}" gain="{Gain}" error={Error} upstream_ms={
            upstream / 1000}.{upstream % 1000:D3} total_ms={total / 1000}.{total % 1000:D3} attempts={request.Record.Attempts.Made} request={request.Record.Id}
            """,
            out written);
    }

    public override string ToString()
    {
        var buffer = new byte[1024];
        int written;
        while (!TryFormat(buffer, out written, default, null))
            buffer = new byte[buffer.Length * 2];
        return Encoding.UTF8.GetString(buffer, 0, written);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
