using System.Text.Json;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>A value of a tokenizer's file and where it stands there, for messages.</summary>
/// <param name="Path">Name of the file and path of the field.</param>
/// <param name="Value">The value; undefined where the field is missing.</param>
internal readonly record struct JsonField(string Path, JsonElement Value)
{
    public bool IsMissing => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public JsonField this[string name] => new($"{Path}.{name}", IsObject && Value.TryGetProperty(name, out var value) ? value : default);

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonField> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Bad("an array was expected");
        var path = Path;
        return Value.EnumerateArray().Select((item, i) => new JsonField($"{path}[{i}]", item));
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, JsonField Field)> Members()
    {
        if (!IsObject)
            throw Bad("an object was expected");
        var path = Path;
        return Value.EnumerateObject().Select(member => (member.Name, new JsonField($"{path}.{member.Name}", member.Value)));
    }

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Bad("a string was expected");

    public string Text(string whereMissing) => IsMissing ? whereMissing : Text();

    public string? OptionalText() => IsMissing ? null : Text();

    public bool Flag(bool whereMissing) => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => IsMissing ? whereMissing : throw Bad("true or false was expected"),
    };

    /// <summary>A whole number of at least 0.</summary>
    public int Index() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var index) && index >= 0
        ? index
        : throw Bad("a whole number of at least 0 was expected");

    public double Number() => Value.ValueKind == JsonValueKind.Number ? Value.GetDouble() : throw Bad("a number was expected");

    public InvalidDataException Bad(string what) => new($"{Path}: {what}.");

    /// <summary>What a component is not that was asked for.</summary>
    public InvalidDataException Unsupported(string known) => new($"{Path}: '{Value}' is not supported; {known} are.");
}
