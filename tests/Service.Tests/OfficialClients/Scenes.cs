namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>An error as an API tells it.</summary>
internal sealed record SceneError(int Status, string Type, string Code, string Message)
{
    public string? RetryAfterMs { get; init; }

    /// <summary>The body, where something before the API answered.</summary>
    public string? Html { get; init; }
}

/// <summary>What every API does alike.</summary>
internal static class Scenes
{
    /// <returns>Null where the scene, at this attempt, succeeds.</returns>
    public static SceneError? Error(string scene, int attempt) => (scene, attempt) switch
    {
        ("bad_request", _) => new(400, "invalid_request_error", "invalid_value", "Invalid temperature."),
        ("unauthorized", _) => new(401, "authentication_error", "invalid_api_key", "Incorrect API key."),
        ("not_found", _) => new(404, "not_found_error", "model_not_found", "No such model."),
        ("html", _) => new(403, "", "", "") { Html = "<html><h1>Blocked</h1></html>" },
        ("limited", _) or ("limited_once", 1) =>
            new(429, "rate_limit_error", "rate_limit_exceeded", $"Rate limit reached at attempt {attempt}.") { RetryAfterMs = "20" },
        ("failed_once", 1) => new(500, "server_error", "oops", "The server had an error.") { RetryAfterMs = "20" },
        ("overloaded_once", 1) => new(529, "overloaded_error", "overloaded", "Overloaded.") { RetryAfterMs = "20" },
        _ => null,
    };
}
