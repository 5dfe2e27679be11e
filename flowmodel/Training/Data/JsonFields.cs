using System.Text.Json;

namespace PreferenceFlow.Training.Data;

/// <summary>Typed fields of a JSON object, with errors that name the field.</summary>
internal static class JsonFields
{
    /// <summary>The field, or null when it is absent or <c>null</c>.</summary>
    public static JsonElement? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <exception cref="PairFormatException">The field is absent.</exception>
    /// <param name="parent">The object.</param>
    /// <param name="name">The field's name in the object.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="path">The field's name for an error.</param>
    public static JsonElement Required(JsonElement parent, string name, string expected, string path) =>
        Optional(parent, name) ?? throw PairFormatException.Of(path, expected, "nothing");

    /// <exception cref="PairFormatException">The field is not a finite number.</exception>
    public static double? Number(JsonElement parent, string name)
    {
        if (Optional(parent, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw PairFormatException.Of(name, "a number", Describe(value));
    }

    /// <summary>A text, or a number as its digits (annotators often have numbers for names).</summary>
    /// <exception cref="PairFormatException">The field is neither.</exception>
    public static string? Label(JsonElement parent, string name) => Optional(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { ValueKind: JsonValueKind.String } text => Text(text, name),
        { } other => throw PairFormatException.Of(name, "a text", Describe(other)),
    };

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="PairFormatException">It escapes half of a surrogate pair, which no text can hold.</exception>
    public static string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw PairFormatException.Of(name, "valid Unicode", "an unpaired surrogate");
        }
    }

    /// <summary>What a value is, for an error message.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty array" : "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
