using Polly;

namespace PreferenceFlow.Clients;

/// <summary>Sends one attempt to the address that the request names.</summary>
internal delegate Task<HttpResponseMessage> SendAttempt(UpstreamRequest request, CancellationToken cancellationToken);

/// <summary>One call of the upstream, whatever number of attempts it takes.</summary>
/// <param name="Caller">Ends the call, and the body of its response too.</param>
internal sealed record UpstreamCall(UpstreamRequest Request, SendAttempt Send, CancellationToken Caller)
{
    /// <summary>Makes one attempt: until the response's headers. Never throws.</summary>
    public async ValueTask<Outcome<UpstreamResponse>> AttemptAsync(
        UpstreamAddress address, UpstreamOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        Request.Attempts?.Add();
        var clock = new AttemptClock(time, Caller);
        try
        {
            clock.Start(options.FirstByteTimeout);
            using var end = clock.EndWith(cancellationToken);
            var message = await Send(Request with { To = address }, clock.Token);
            clock.Stop();
            return Outcome.FromResult(new UpstreamResponse(ResponseFraming.Check(message, Request.Upgrade), clock, options.IdleTimeout));
        }
        catch (Exception exception)
        {
            // Nobody else has cancelled it, so it was the clock.
            var late = exception is OperationCanceledException && clock.Token.IsCancellationRequested &&
                !Caller.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            clock.Dispose();
            return Outcome.FromException<UpstreamResponse>(late ? new UpstreamException(UpstreamFailure.ResponseTimeout, exception) : exception);
        }
    }
}
