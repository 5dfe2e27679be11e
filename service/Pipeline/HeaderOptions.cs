using Microsoft.Extensions.Primitives;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The options in a request's <c>x-pflow-…</c> headers.</summary>
internal static class HeaderOptions
{
    public const string Prefix = "x-pflow-";

    /// <exception cref="OpenAiException">A header is unknown, repeated or out of range.</exception>
    public static RequestOverrides Read(IReadOnlyList<KeyValuePair<string, StringValues>> headers)
    {
        var overrides = RequestOverrides.None;
        foreach (var (name, values) in headers)
        {
            var field = name.ToLowerInvariant();
            if (values.Count != 1)
                throw OpenAiException.Invalid("invalid_option", field, $"{field} must be given once.");
            overrides = OptionReader.Read(overrides, field[Prefix.Length..].Replace('-', '_'), field, values[0]!.Trim());
        }

        return overrides;
    }
}
