using System.Net;
using System.Text.Json;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>Where the proxy itself answers, Anthropic's clients are told in their shape.</summary>
public sealed class AnthropicErrorTests
{
    [Theory]
    [InlineData("/v1/messages", "", HttpStatusCode.BadRequest, "invalid_request_error", "empty_body: The request body is empty")]
    [InlineData("/v1/messages?beta=true", "{oops", HttpStatusCode.BadRequest, "invalid_request_error", "line 1, byte 2")]
    [InlineData("/anthropic/v1/messages", "{\"preference_flow\":{\"mode\":7}}", HttpStatusCode.BadRequest, "invalid_request_error", "preference_flow.mode")]
    [InlineData("/v1/messages", "\"much too long: 1024 bytes are the limit\"", HttpStatusCode.RequestEntityTooLarge, "request_too_large", "1024")]
    [InlineData("/v1/messages", "{}", HttpStatusCode.BadGateway, "api_error", "upstream_unreachable: The upstream cannot be reached.")]
    [InlineData("/v1/messages/count_tokens", "{}", HttpStatusCode.BadGateway, "api_error", "upstream_unreachable")]
    public async Task Request_AnsweredByTheProxy_GetsAnthropicsShape(
        string path, string body, HttpStatusCode status, string type, string says)
    {
        await using var proxy = await Proxy.StartAsync(
            "http://127.0.0.1:1", new WordAligner("bad", "good"), null, "Alignment:MaxRequestBytes=1024");
        var request = status == HttpStatusCode.RequestEntityTooLarge ? body.PadRight(2000) : body;

        using var response = await proxy.PostAsync(path, request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var told = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["type", "error"], told.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("error", type), (told.GetProperty("type").GetString(), told.GetProperty("error").GetProperty("type").GetString()));
        Assert.Contains(says, told.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
