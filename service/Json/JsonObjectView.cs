using System.Text.Json;

namespace PreferenceFlow.Service.Json;

/// <summary>An object in JSON bytes, its members by name. Of duplicates the last one counts, as in the common parsers.</summary>
internal readonly struct JsonObjectView
{
    private readonly ReadOnlyMemory<byte> json;
    private readonly Dictionary<string, JsonSlice> values;
    private readonly HashSet<string> repeated;

    /// <exception cref="JsonException">The slice is no object.</exception>
    public JsonObjectView(ReadOnlyMemory<byte> json, JsonSlice slice)
    {
        if (slice.Kind != JsonTokenType.StartObject)
            throw new JsonException("Not an object.");
        this.json = json;
        values = new(StringComparer.Ordinal);
        repeated = new(StringComparer.Ordinal);
        foreach (var member in JsonSlices.Members(json.Span, slice))
        {
            if (!values.TryAdd(member.Name, member.Value))
            {
                values[member.Name] = member.Value;
                repeated.Add(member.Name);
            }
        }
    }

    /// <summary>True where the member stands more than once: parsers disagree about which one counts, so it must not be changed.</summary>
    public bool Repeats(string name) => repeated.Contains(name);

    /// <summary>The member, or null where it is absent or null.</summary>
    public JsonSlice? this[string name] => values.TryGetValue(name, out var value) && !value.IsNull ? value : null;

    /// <summary>The elements of an array member; none where it is absent or something else.</summary>
    public List<JsonSlice> Array(string name) =>
        this[name] is { Kind: JsonTokenType.StartArray } array ? JsonSlices.Elements(json.Span, array) : [];

    /// <summary>The objects among the elements of an array member.</summary>
    public List<JsonObjectView> Objects(string name)
    {
        var document = json;
        return Array(name).FindAll(element => element.Kind == JsonTokenType.StartObject)
            .ConvertAll(element => new JsonObjectView(document, element));
    }

    public JsonObjectView? Object(string name) =>
        this[name] is { Kind: JsonTokenType.StartObject } value ? new JsonObjectView(json, value) : null;

    public string? Text(string name) =>
        this[name] is { Kind: JsonTokenType.String } text ? JsonSlices.Text(json.Span, text) : null;

    /// <inheritdoc cref="LooseString"/>
    public string? LooseText(string name) =>
        this[name] is { Kind: JsonTokenType.String } text ? LooseString.Read(json.Span, text) : null;

    /// <summary>A member that is one string or an array: its strings.</summary>
    public List<string> Texts(string name)
    {
        var document = json;
        return Text(name) is { } text
            ? [text]
            : Array(name).FindAll(element => element.Kind == JsonTokenType.String)
                .ConvertAll(element => JsonSlices.Text(document.Span, element));
    }

    public bool IsTrue(string name) => this[name] is { Kind: JsonTokenType.True };

    /// <summary>True for a string, array or object that holds something.</summary>
    public bool HasContent(string name) => this[name] switch
    {
        null => false,
        { Kind: JsonTokenType.StartArray } => Array(name).Count > 0,
        { Kind: JsonTokenType.String } => Text(name)!.Length > 0,
        { Kind: JsonTokenType.False } => false,
        _ => true,
    };

    public long? Integer(string name) =>
        this[name] is { Kind: JsonTokenType.Number } number && long.TryParse(number.In(json.Span), out var value) ? value : null;
}
