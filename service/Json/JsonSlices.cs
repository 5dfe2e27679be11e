using System.Text.Json;

namespace PreferenceFlow.Service.Json;

/// <summary>Where a value stands in its document.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="End">Offset after its last byte.</param>
/// <param name="Kind">Its first token.</param>
internal readonly record struct JsonSlice(int Start, int End, JsonTokenType Kind)
{
    public bool IsNull => Kind == JsonTokenType.Null;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json[Start..End];
}

/// <summary>One member of an object.</summary>
/// <param name="Start">Offset of the name's opening quote.</param>
internal readonly record struct JsonMember(string Name, int Start, JsonSlice Value);

/// <summary>Finds values in JSON bytes without taking them apart, so that what is not ours stays byte for byte.</summary>
internal static class JsonSlices
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>The value that a whole document is.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value; line and byte are set.</exception>
    public static JsonSlice Root(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        reader.Read(); // anything but white space behind it throws
        return new(start, end, kind);
    }

    /// <summary>The members of an object in the order they stand, duplicates included.</summary>
    public static List<JsonMember> Members(ReadOnlySpan<byte> json, JsonSlice parent)
    {
        var members = new List<JsonMember>();
        var reader = new Utf8JsonReader(parent.In(json), Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = parent.Start + (int)reader.TokenStartIndex;
            var name = Text(ref reader);
            reader.Read();
            members.Add(new(name, start, Value(ref reader, parent.Start)));
        }

        return members;
    }

    /// <summary>The elements of an array.</summary>
    public static List<JsonSlice> Elements(ReadOnlySpan<byte> json, JsonSlice parent)
    {
        var elements = new List<JsonSlice>();
        var reader = new Utf8JsonReader(parent.In(json), Options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            elements.Add(Value(ref reader, parent.Start));
        return elements;
    }

    /// <summary>The text of a string.</summary>
    /// <exception cref="JsonException">It is not well-formed Unicode.</exception>
    public static string Text(ReadOnlySpan<byte> json, JsonSlice value)
    {
        var reader = new Utf8JsonReader(value.In(json), Options);
        reader.Read();
        return Text(ref reader);
    }

    private static JsonSlice Value(ref Utf8JsonReader reader, int offset)
    {
        var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
        reader.Skip();
        return new(offset + start, offset + (int)reader.BytesConsumed, kind);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string is not well-formed Unicode.", exception);
        }
    }
}
