using System.Globalization;
using System.Reflection;

namespace Refit;

/// <summary>One method of an interface, its attributes read once.</summary>
internal sealed class RestMethod
{
    private readonly HttpMethodAttribute verb;
    private readonly Argument[] parameters;
    private Tuple<Uri, Uri>? plain; // of a base address
    private readonly (string Name, string? Value)[] fixedHeaders;

    public RestMethod(Type api, MethodInfo method)
    {
        verb = method.GetCustomAttribute<HttpMethodAttribute>()
            ?? throw new InvalidOperationException($"{api.Name}.{method.Name} has no HTTP method attribute.");
        parameters = [.. method.GetParameters().Select(parameter => new Argument(parameter))];
        fixedHeaders = [.. Fixed(api).Concat(Fixed(method)).Select(Split)];
        ResultType = method.ReturnType switch
        {
            { IsGenericType: true } type when type.GetGenericTypeDefinition() == typeof(Task<>) => type.GetGenericArguments()[0],
            var type when type == typeof(Task) => typeof(Nothing),
            _ => throw new InvalidOperationException($"{api.Name}.{method.Name} must return a Task."),
        };
    }

    /// <summary>The T of the returned Task, or <see cref="Nothing"/>.</summary>
    public Type ResultType { get; }

    public HttpRequestMessage CreateRequest(Uri? baseAddress, object?[] arguments, RefitSettings settings)
    {
        if (baseAddress is null)
            throw new InvalidOperationException("BaseAddress must be set on the HttpClient instance");

        var path = verb.Path;
        var query = "";
        var request = new HttpRequestMessage { Method = verb.Method };
        var headers = new List<(string Name, string? Value)>(fixedHeaders);
        for (var i = 0; i < parameters.Length; i++)
        {
            var (parameter, value) = (parameters[i], arguments[i]);
            if (value is CancellationToken)
                continue;
            if (parameter.Body is { } body)
                request.Content = ToContent(value, body, settings);
            else if (parameter.Property is { } property)
                request.Options.Set(new HttpRequestOptionsKey<object?>(property), value);
            else if (parameter.Header is { } header)
                headers.Add((header, value?.ToString()));
            else if (parameter.IsHeaders)
                headers.AddRange(((IDictionary<string, string>?)value)?.Select(pair => (pair.Key, (string?)pair.Value)) ?? []);
            else if (!TryFill(ref path, parameter.Name, value) && value is not null)
                query += $"{(query.Length == 0 ? '?' : '&')}{Escape(parameter.Name)}={Escape(Text(value))}";
        }

        foreach (var (name, value) in headers)
            Apply(request, name, value);
        request.RequestUri = ReferenceEquals(path, verb.Path) && query.Length == 0 ? Plain(baseAddress) : Target(baseAddress, path + query);
        return request;
    }

    // Parsing a URI costs more than all the rest, and without parameters it is always the same.
    private Uri Plain(Uri baseAddress)
    {
        if (plain is not { } known || known.Item1 != baseAddress)
            plain = known = Tuple.Create(baseAddress, Target(baseAddress, verb.Path));
        return known.Item2;
    }

    private static Uri Target(Uri baseAddress, string path) => new(baseAddress, baseAddress.AbsolutePath.TrimEnd('/') + path);

    private static string[] Fixed(MemberInfo member) => member.GetCustomAttribute<HeadersAttribute>()?.Headers ?? [];

    private static (string Name, string? Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line.Trim(), null) : (line[..colon].Trim(), line[(colon + 1)..].Trim());
    }

    private static bool TryFill(ref string path, string name, object? value)
    {
        var text = Text(value);
        var filled = path
            .Replace($"{{**{name}}}", string.Join('/', text.Split('/').Select(Escape)), StringComparison.OrdinalIgnoreCase)
            .Replace($"{{{name}}}", Escape(text), StringComparison.OrdinalIgnoreCase);
        var changed = !ReferenceEquals(filled, path) && filled != path;
        path = filled;
        return changed;
    }

    // Null is no exception: the package sends it as JSON too.
    private static HttpContent ToContent(object? value, BodyAttribute body, RefitSettings settings) => value switch
    {
        HttpContent content => content,
        Stream stream => new StreamContent(stream),
        string text when body.SerializationMethod == BodySerializationMethod.Default => new StringContent(text),
        _ => settings.ContentSerializer.ToHttpContent<object?>(value),
    };

    // Later values replace earlier ones of the same name; null removes it.
    private static void Apply(HttpRequestMessage request, string name, string? value)
    {
        if (request.Headers.NonValidated.Contains(name))
            request.Headers.Remove(name);
        if (request.Content is not null && request.Content.Headers.NonValidated.Contains(name))
            request.Content.Headers.Remove(name);
        if (value is not null && !request.Headers.TryAddWithoutValidation(name, value))
            request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>One parameter and what its attributes make of it.</summary>
    private sealed class Argument(ParameterInfo parameter)
    {
        public string Name { get; } = parameter.GetCustomAttribute<AliasAsAttribute>()?.Name ?? parameter.Name!;

        public BodyAttribute? Body { get; } = parameter.GetCustomAttribute<BodyAttribute>();

        public string? Property { get; } =
            parameter.GetCustomAttribute<PropertyAttribute>() is { } property ? property.Key ?? parameter.Name : null;

        public string? Header { get; } = parameter.GetCustomAttribute<HeaderAttribute>()?.Header;

        public bool IsHeaders { get; } = parameter.IsDefined(typeof(HeaderCollectionAttribute));
    }

    /// <summary>The result of a method that returns a plain Task.</summary>
    internal sealed class Nothing;
}
