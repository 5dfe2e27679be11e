namespace PreferenceFlow.Clients;

/// <summary>Sends what is only passed on: through the handlers and connections of <see cref="IOpenAiApi"/>, message by message.</summary>
/// <remarks>
/// No request has to be composed here and no response to be read into a type, so what is only passed on does not pay for what Refit does
/// to that end.
/// </remarks>
/// <param name="handlers">From <see cref="UpstreamRequestHandler"/> to the connections.</param>
internal sealed class PassThroughClient(HttpMessageInvoker handlers)
{
    /// <returns>The response as soon as its headers are there.</returns>
    public Task<HttpResponseMessage> SendAsync(HttpContent? body, UpstreamRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage { Content = body };
        message.Options.Set(UpstreamRequest.Option, request);
        return handlers.SendAsync(message, cancellationToken);
    }
}
