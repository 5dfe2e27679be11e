using System.Text.Json;
using System.Text.Json.Nodes;
using PreferenceFlow.Clients;

namespace PreferenceFlow.Service.Errors;

/// <summary>The one mapping from failures to statuses, and the one shape of our own errors: OpenAI's.</summary>
internal static class OpenAiErrors
{
    /// <summary>What the client is told about a failure.</summary>
    public static OpenAiException Describe(Exception exception) => exception switch
    {
        OpenAiException known => known,
        UpstreamException when exception.GetBaseException() is BadHttpRequestException bad => Describe(bad), // met while passing a body on
        UpstreamException upstream => Describe(upstream),
        BadHttpRequestException bad => Describe(bad),
        _ => new(StatusCodes.Status500InternalServerError, "server_error", "internal_error", null, "Unexpected error.")
        {
            Headers = [OpenAiException.NoRetry],
        },
    };

    public static byte[] Body(OpenAiException error) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Message,
            ["type"] = error.Type,
            ["param"] = error.Parameter,
            ["code"] = error.Code,
        },
    });

    private static OpenAiException Describe(BadHttpRequestException exception)
    {
        var (code, message) = exception.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => ("request_too_large", "The request body is too large."),
            StatusCodes.Status408RequestTimeout => ("request_timeout", "The request came too slowly."),
            _ => ("invalid_body", "The request could not be read."),
        };
        return new(exception.StatusCode, "invalid_request_error", code, null, message);
    }

    private static OpenAiException Describe(UpstreamException exception)
    {
        var (status, code) = exception.Failure switch
        {
            UpstreamFailure.Unreachable => (StatusCodes.Status502BadGateway, "upstream_unreachable"),
            UpstreamFailure.Reset => (StatusCodes.Status502BadGateway, "upstream_reset"),
            UpstreamFailure.Garbage => (StatusCodes.Status502BadGateway, "upstream_garbage"),
            UpstreamFailure.Refused => (StatusCodes.Status502BadGateway, "upstream_refused"),
            UpstreamFailure.ConnectTimeout => (StatusCodes.Status504GatewayTimeout, "upstream_connect_timeout"),
            UpstreamFailure.ResponseTimeout => (StatusCodes.Status504GatewayTimeout, "upstream_timeout"),
            UpstreamFailure.IdleTimeout => (StatusCodes.Status504GatewayTimeout, "upstream_idle_timeout"),
            UpstreamFailure.CircuitOpen => (StatusCodes.Status503ServiceUnavailable, "upstream_down"),
            UpstreamFailure.Abandoned => (StatusCodes.Status503ServiceUnavailable, "shutting_down"),
            _ => throw new ArgumentOutOfRangeException(nameof(exception), exception.Failure, "Not a failure."),
        };
        return new(status, "upstream_error", code, null, exception.Message);
    }
}
