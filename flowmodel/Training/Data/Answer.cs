using System.Text.Json;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Data;

/// <summary>One answer of a line, with the turns that stand before it where the data gives whole dialogues.</summary>
/// <param name="Field">Where it stands, such as <c>chosen[1]</c>.</param>
/// <param name="Before">The turns before it; empty for an answer alone.</param>
/// <param name="Text">The answer.</param>
internal sealed record Answer(string Field, IReadOnlyList<ChatTurn> Before, string Text)
{
    private const string Expected = "a text, messages, or an array of these";

    /// <summary>All answers of a field: text, messages, or an array of either.</summary>
    /// <exception cref="PairFormatException">The field is something else.</exception>
    public static IReadOnlyList<Answer> ReadAll(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.Array || IsMessages(value))
            return [Read(value, field)];
        if (value.GetArrayLength() == 0)
            throw PairFormatException.Of(field, Expected, "an empty array");
        return [.. value.EnumerateArray().Select((item, i) => Read(item, $"{field}[{i}]"))];
    }

    private static Answer Read(JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = JsonFields.Text(value, field);
                return HumanAssistant.IsDialogue(text) ? OfTurns(HumanAssistant.Parse(text), field) : new Answer(field, [], text);
            case JsonValueKind.Array when IsMessages(value):
                return OfTurns(Messages.Read(value, field), field);
            default:
                throw PairFormatException.Of(field, Expected, JsonFields.Describe(value));
        }
    }

    private static Answer OfTurns(IReadOnlyList<ChatTurn> turns, string field) => turns[^1].Role == "assistant"
        ? new Answer(field, [.. turns.Take(turns.Count - 1)], turns[^1].Content)
        : throw PairFormatException.Of(field, "an assistant's turn at the end", $"one of '{turns[^1].Role}'");

    private static bool IsMessages(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object;
}
