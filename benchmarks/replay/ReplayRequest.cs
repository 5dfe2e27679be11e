using System.Text.Json;

namespace PreferenceFlow.Replay;

/// <summary>What the replay upstream reads of a chat request.</summary>
internal sealed record ReplayRequest(string Prompt, string Model, bool Stream, bool IncludeUsage, int Choices)
{
    /// <exception cref="JsonException">The body is no chat request.</exception>
    public static ReplayRequest Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object ||
            !body.TryGetProperty("messages", out var messages) ||
            messages.ValueKind != JsonValueKind.Array)
            throw new JsonException("messages is required.");

        var asked = messages.EnumerateArray().LastOrDefault(message => Text(message, "role") == "user");
        return new(
            asked.ValueKind == JsonValueKind.Object ? Content(asked) : "",
            Text(body, "model") ?? "replay",
            IsTrue(body, "stream"),
            body.TryGetProperty("stream_options", out var options) && IsTrue(options, "include_usage"),
            body.TryGetProperty("n", out var n) && n.TryGetInt32(out var choices) ? Math.Clamp(choices, 1, 128) : 1);
    }

    private static bool IsTrue(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Content(JsonElement message) => message.TryGetProperty("content", out var content)
        ? content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Text(part, "text"))),
            _ => "",
        }
        : "";
}
