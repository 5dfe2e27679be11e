using System.Text.Json;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Data;

/// <summary>
/// Chat messages as OpenAI's API has them: objects with <c>role</c> and <c>content</c>, the content a text or text parts.
/// </summary>
internal static class Messages
{
    /// <exception cref="PairFormatException">The value is not an array of at least one such message.</exception>
    public static IReadOnlyList<ChatTurn> Read(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw PairFormatException.Of(field, "an array of messages", JsonFields.Describe(value));
        return [.. value.EnumerateArray().Select((message, i) => ReadOne(message, $"{field}[{i}]"))];
    }

    private static ChatTurn ReadOne(JsonElement message, string field)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw PairFormatException.Of(field, "a message", JsonFields.Describe(message));
        var role = JsonFields.Required(message, "role", "a text", $"{field}.role");
        if (role.ValueKind != JsonValueKind.String)
            throw PairFormatException.Of($"{field}.role", "a text", JsonFields.Describe(role));
        return new ChatTurn { Role = JsonFields.Text(role, $"{field}.role"), Content = Content(message, $"{field}.content") };
    }

    private static string Content(JsonElement message, string field)
    {
        const string expected = "a text or text parts";
        var content = JsonFields.Required(message, "content", expected, field);
        return content.ValueKind switch
        {
            JsonValueKind.String => JsonFields.Text(content, field),
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select((part, i) => Part(part, $"{field}[{i}]"))),
            _ => throw PairFormatException.Of(field, expected, JsonFields.Describe(content)),
        };
    }

    private static string Part(JsonElement part, string field) =>
        part.ValueKind == JsonValueKind.Object && JsonFields.Optional(part, "text") is { ValueKind: JsonValueKind.String } text
            ? JsonFields.Text(text, field)
            : throw PairFormatException.Of(field, "a text part", JsonFields.Describe(part));
}
