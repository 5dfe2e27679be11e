using System.Net;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PreferenceFlow.Clients;

/// <summary>The one place that reads what an exception of the HTTP stack means.</summary>
internal static class UpstreamFailures
{
    /// <summary>The failure, or null where the exception is no failure of the upstream (a cancelled caller, a fault of ours).</summary>
    public static UpstreamFailure? Of(Exception exception) => exception switch
    {
        UpstreamException known => known.Failure,
        TimeoutRejectedException => UpstreamFailure.ResponseTimeout,
        BrokenCircuitException => UpstreamFailure.CircuitOpen,
        // This is how SocketsHttpHandler.ConnectTimeout shows.
        OperationCanceledException { InnerException: TimeoutException } => UpstreamFailure.ConnectTimeout,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => UpstreamFailure.Garbage,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => UpstreamFailure.Garbage, // huge headers
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => UpstreamFailure.Reset,
        HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError } => UpstreamFailure.Reset,
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException } => UpstreamFailure.Reset,
        HttpRequestException => UpstreamFailure.Unreachable,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => UpstreamFailure.Garbage, // in the body: bad chunks
        IOException => UpstreamFailure.Reset,
        _ => null,
    };

    /// <summary>True for an upstream that did not work on the request, for now it has too many.</summary>
    public static bool IsBusy(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>True where another upstream may be asked: this one has seen nothing, and there still is a body to send.</summary>
    public static bool MayAskAnother(Exception exception, UpstreamRequest request) =>
        exception is BrokenCircuitException || (!request.Streamed && (BeforeConnection(exception) ||
            exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }));

    /// <summary>True when nothing of the request can have reached the upstream.</summary>
    public static bool BeforeConnection(Exception exception) =>
        Of(exception) is UpstreamFailure.ConnectTimeout ||
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
}
