using System.Globalization;
using System.Net.Http.Headers;

namespace PreferenceFlow.Clients;

/// <summary>How long a response asks to wait: <c>retry-after-ms</c>, else <c>retry-after</c> in seconds or as a date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var values) &&
            double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) &&
            milliseconds is >= 0 and < int.MaxValue)
            return TimeSpan.FromMilliseconds(milliseconds);

        // Not the typed property: reading it would write the header anew, and the client gets it as it came.
        var raw = response.Headers.NonValidated.TryGetValues("Retry-After", out var lines) ? lines.ToString() : null;
        return RetryConditionHeaderValue.TryParse(raw, out var parsed) ? Of(parsed, now) : null;
    }

    private static TimeSpan? Of(RetryConditionHeaderValue value, DateTimeOffset now) => value switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
