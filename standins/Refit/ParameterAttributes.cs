namespace Refit;

/// <summary>How a body that is neither content, stream nor string is written.</summary>
public enum BodySerializationMethod
{
    /// <summary>The content serializer for everything but strings, which are sent as they are.</summary>
    Default = 0,

    /// <summary>The content serializer for everything, strings too.</summary>
    Serialized = 3,
}

/// <summary>The parameter is the request's body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BodyAttribute : Attribute
{
    public BodyAttribute()
    {
    }

    public BodyAttribute(BodySerializationMethod serializationMethod) => SerializationMethod = serializationMethod;

    public BodySerializationMethod SerializationMethod { get; } = BodySerializationMethod.Default;
}

/// <summary>The parameter is the value of one header; null leaves it out.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HeaderAttribute(string header) : Attribute
{
    public string Header { get; } = header;
}

/// <summary>Fixed headers, as <c>Name: value</c>.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class HeadersAttribute(params string[] headers) : Attribute
{
    public string[] Headers { get; } = headers ?? [];
}

/// <summary>The parameter is an <c>IDictionary&lt;string, string&gt;</c> of headers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HeaderCollectionAttribute : Attribute;

/// <summary>The name that the parameter has in the path or the query string.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class AliasAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The parameter goes into the query string.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class QueryAttribute : Attribute;

/// <summary>The parameter goes into <see cref="HttpRequestMessage.Options"/>, under its name or the key given.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class PropertyAttribute : Attribute
{
    public PropertyAttribute()
    {
    }

    public PropertyAttribute(string key) => Key = key;

    public string? Key { get; }
}
