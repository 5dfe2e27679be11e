using System.Globalization;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Writes the decision into a response's headers.</summary>
internal static class DecisionHeaders
{
    public const string Decision = "x-pflow-decision", Gain = "x-pflow-gain", Agreement = "x-pflow-agreement";

    private static readonly AlignmentOutcome Off = AlignmentOutcome.Bypassed(BypassReason.Off);

    /// <param name="upstream">Time until the upstream's answer was there as far as it was needed.</param>
    public static void Write(HttpContext context, RequestRecord record, AlignmentOutcome outcome, TimeSpan upstream)
    {
        var headers = context.Response.Headers;
        record.Upstream = upstream;
        RequestId.Write(context, record);
        headers[Decision] = outcome.Decision;
        if (outcome.Gain is { } gain)
            headers[Gain] = gain;
        if (outcome.Agreement is { } agreement)
            headers[Agreement] = agreement;

        if (outcome == Off)
            return; // all else is the upstream's

        var timing = $"upstream;dur={Milliseconds(upstream)}";
        if (outcome.Gain is not null)
        {
            var (propose, score, gate) = (outcome.Times.Propose, outcome.Times.Score, outcome.Times.Gate);
            timing += $", propose;dur={Milliseconds(propose)}, score;dur={Milliseconds(score)}, gate;dur={Milliseconds(gate)}";
        }

        headers.Append("Server-Timing", timing);
    }

    // Three digits, written without the parsing that a custom format costs each time.
    private static string Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3).ToString(CultureInfo.InvariantCulture);
}
