using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>What every failure of a Refit call has in common.</summary>
public abstract class ApiExceptionBase : Exception
{
    protected ApiExceptionBase(
        string exceptionMessage, HttpRequestMessage message, HttpMethod httpMethod, RefitSettings refitSettings, Exception? innerException)
        : base(exceptionMessage, innerException)
    {
        RequestMessage = message;
        HttpMethod = httpMethod;
        RefitSettings = refitSettings;
    }

    public HttpMethod HttpMethod { get; }

    public HttpRequestMessage RequestMessage { get; }

    public RefitSettings RefitSettings { get; }

    public Uri? Uri => RequestMessage.RequestUri;
}

/// <summary>The request got no response; the cause is the inner exception.</summary>
public class ApiRequestException : ApiExceptionBase
{
    public ApiRequestException(HttpRequestMessage message, HttpMethod httpMethod, RefitSettings refitSettings, Exception innerException)
        : base(innerException.Message, message, httpMethod, refitSettings, innerException)
    {
    }
}

/// <summary>The response did not mean success.</summary>
public class ApiException : ApiExceptionBase
{
    protected ApiException(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        string? content,
        HttpStatusCode statusCode,
        string? reasonPhrase,
        HttpResponseHeaders headers,
        RefitSettings refitSettings,
        Exception? innerException)
        : base(exceptionMessage, message, httpMethod, refitSettings, innerException)
    {
        Content = content;
        StatusCode = statusCode;
        ReasonPhrase = reasonPhrase;
        Headers = headers;
    }

    public HttpStatusCode StatusCode { get; }

    public string? ReasonPhrase { get; }

    public HttpResponseHeaders Headers { get; }

    public string? Content { get; set; }

    public static async Task<ApiException> Create(
        HttpRequestMessage message, HttpMethod httpMethod, HttpResponseMessage response, RefitSettings refitSettings)
    {
        var text = $"Response status code does not indicate success: {(int)response.StatusCode} ({response.ReasonPhrase}).";
        var content = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        return new ApiException(
            text, message, httpMethod, content, response.StatusCode, response.ReasonPhrase, response.Headers, refitSettings, null);
    }
}
