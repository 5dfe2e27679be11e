using System.Globalization;
using System.Net.Http.Headers;

namespace PreferenceFlow.Clients;

/// <summary>How long a response asks to wait: <c>retry-after-ms</c>, else <c>retry-after</c> in seconds or as a date.</summary>
internal static class RetryAfter
{
    // More than any budget, and little enough to reckon with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <returns>Never below zero; null where the response names no time, or nothing that is one.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now) =>
        Number(response, "retry-after-ms") is { } milliseconds ? Pause(milliseconds / 1000)
        : Number(response, "retry-after") is { } seconds ? Pause(seconds)
        : Date(response) is { } date ? Pause((date - now).TotalSeconds)
        : null;

    private static TimeSpan Pause(double seconds) =>
        seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(Math.Max(seconds, 0));

    // Not the typed property: reading it would write the header anew, and the client gets it as it came.
    private static DateTimeOffset? Date(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var lines) && RetryConditionHeaderValue.TryParse(lines.ToString(), out var parsed)
            ? parsed.Date
            : null;

    // Read here, since the framework takes a number beyond 32 bits for none.
    private static double? Number(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) &&
        double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
}
