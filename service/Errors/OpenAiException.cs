namespace PreferenceFlow.Service.Errors;

/// <summary>A request that is answered with an error. The message goes to the client and holds nothing of the request's content.</summary>
internal sealed class OpenAiException(int status, string type, string? code, string? parameter, string message) : Exception(message)
{
    /// <summary>Tells the official clients, which repeat every 5xx, that asking again changes nothing.</summary>
    public static readonly (string Name, string Value) NoRetry = ("x-should-retry", "false");

    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Code { get; } = code;

    public string? Parameter { get; } = parameter;

    /// <summary>Headers that go with it.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>400: something in the request is wrong.</summary>
    public static OpenAiException Invalid(string code, string? parameter, string message) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code, parameter, message);

    /// <summary>403: the client is known and may not do this.</summary>
    public static OpenAiException Forbidden(string code, string message) =>
        new(StatusCodes.Status403Forbidden, "invalid_request_error", code, null, message);
}
