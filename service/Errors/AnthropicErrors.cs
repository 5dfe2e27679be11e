using System.Text.Json;
using System.Text.Json.Nodes;

namespace PreferenceFlow.Service.Errors;

/// <summary>Our own errors in Anthropic's shape. https://docs.anthropic.com/en/api/errors</summary>
internal static class AnthropicErrors
{
    private static readonly PathString[] Paths = ["/v1/messages", "/anthropic"];

    /// <summary>True where the client speaks Anthropic's API.</summary>
    public static bool Apply(PathString path) => Array.Exists(Paths, known => path.StartsWithSegments(known));

    /// <summary>The shape has no place for our code, which leads the message.</summary>
    public static byte[] Body(OpenAiException error) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = Type(error.Status),
            ["message"] = error.Code is { } code ? $"{code}: {error.Message}" : error.Message,
        },
    });

    private static string Type(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "overloaded_error",
        StatusCodes.Status504GatewayTimeout => "timeout_error",
        >= StatusCodes.Status500InternalServerError => "api_error",
        _ => "invalid_request_error",
    };
}
