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
    public Task<HttpResponseMessage> SendAsync(HttpContent? body, UpstreamRequest request, CancellationToken cancellationToken) =>
        handlers.SendAsync(new UpstreamMessage(request) { Content = body }, cancellationToken);
}

/// <summary>A message that knows what it is made of, without the dictionary that options would be.</summary>
internal sealed class UpstreamMessage(UpstreamRequest request) : HttpRequestMessage
{
    public UpstreamRequest Request => request;

    /// <summary>What any message is made of; null where it is none of ours.</summary>
    public static UpstreamRequest? Of(HttpRequestMessage message) =>
        message is UpstreamMessage own ? own.Request
        : message.Options.TryGetValue(UpstreamRequest.Option, out var request) ? request
        : null;
}
