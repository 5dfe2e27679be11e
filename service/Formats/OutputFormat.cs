using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Formats;

/// <summary>The object in which a request says how its answer shall be written.</summary>
internal static class OutputFormat
{
    /// <summary>True for JSON, with or without a schema.</summary>
    public static bool IsJson(JsonObjectView? format) =>
        format?.Text("type") is { } type && type.StartsWith("json", StringComparison.Ordinal);
}
