using System.Text;
using System.Text.Json;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>The options in the body's <c>preference_flow</c> object.</summary>
internal static class BodyOptions
{
    public const string Name = "preference_flow";

    /// <exception cref="OpenAiException">It is no object, or an option in it is unknown or out of range.</exception>
    public static RequestOverrides Read(ReadOnlyMemory<byte> json, JsonSlice value)
    {
        if (value.IsNull)
            return RequestOverrides.None;
        if (value.Kind != JsonTokenType.StartObject)
            throw OpenAiException.Invalid("invalid_option", Name, $"{Name} must be an object.");

        var overrides = RequestOverrides.None;
        foreach (var member in JsonSlices.Members(json.Span, value))
        {
            if (!member.Value.IsNull)
                overrides = OptionReader.Read(overrides, member.Name, $"{Name}.{Shorten(member.Name)}", Text(json, member.Value));
        }

        return overrides;
    }

    private static string Text(ReadOnlyMemory<byte> json, JsonSlice value) => value.Kind == JsonTokenType.String
        ? JsonSlices.Text(json.Span, value)
        : Encoding.UTF8.GetString(value.In(json.Span));

    // It comes back in an error message.
    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40];
}
