using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The options in a request's <c>x-pflow-…</c> headers.</summary>
internal static class HeaderOptions
{
    public const string Prefix = "x-pflow-";

    /// <exception cref="OpenAiException">A header is unknown, repeated or out of range.</exception>
    public static RequestOverrides Read(IHeaderDictionary headers)
    {
        var overrides = RequestOverrides.None;
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || name.Equals(RequestId.Header, StringComparison.OrdinalIgnoreCase))
                continue;
            var field = name.ToLowerInvariant();
            if (values.Count != 1)
                throw OpenAiException.Invalid("invalid_option", field, $"{field} must be given once.");
            overrides = OptionReader.Read(overrides, field[Prefix.Length..].Replace('-', '_'), field, values[0]!.Trim());
        }

        return overrides;
    }
}
