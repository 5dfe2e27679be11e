using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

/// <summary>Where a request goes is in the configuration alone.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("GET http://elsewhere.example/v1/models HTTP/1.1\r\nHost: elsewhere.example")]
    [InlineData("GET //elsewhere.example/v1/models HTTP/1.1\r\nHost: x")]
    [InlineData("GET /@elsewhere.example/ HTTP/1.1\r\nHost: x")]
    [InlineData("GET /..//elsewhere.example/v1 HTTP/1.1\r\nHost: x")]
    [InlineData("GET /v1/models?base_url=http://elsewhere.example HTTP/1.1\r\nHost: elsewhere.example:80")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: elsewhere.example\r\nForwarded: host=elsewhere.example")]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Original-URL: http://elsewhere.example/\r\nOpenAI-Base-Url: http://elsewhere.example")]
    [Trait("Threat", "a request that chooses the upstream")]
    public async Task Request_NamingAnotherHost_GoesToTheConfiguredUpstream(string head)
    {
        await using var stage = await Stage.StartAsync();
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync($"{head}\r\nConnection: close\r\n\r\n");
        var response = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Equal(new Uri(stage.Upstream.Address).Authority, stage.Upstream.Seen.Single().Headers["Host"]);
    }

    [Fact]
    [Trait("Threat", "a request that chooses the upstream")]
    public async Task Request_AskingForATunnel_GetsNone()
    {
        await using var stage = await Stage.StartAsync();
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync("CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\nConnection: close\r\n\r\n");

        var response = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 501 ", response, StringComparison.Ordinal);
        Assert.Contains("x-should-retry: false\r\n", response, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(stage.Upstream.Seen);
    }

    [Fact]
    [Trait("Threat", "a request that chooses the upstream")]
    public async Task Body_NamingAnotherHost_GoesToTheConfiguredUpstream()
    {
        await using var stage = await Stage.StartAsync();
        const string Body = """{"base_url":"http://elsewhere.example","api_base":"http://elsewhere.example","model":"http://elsewhere.example"}""";

        using var response = await stage.Proxy.PostAsync(Body);

        Assert.Equal(Body, stage.Upstream.Seen.Single().Text);
    }

    [Fact]
    [Trait("Threat", "an upstream that sends the key elsewhere")]
    public async Task Redirect_OfTheUpstream_IsNotFollowed()
    {
        await using var stage = await Stage.StartAsync("Upstream:ApiKey=sk-ours");
        await using var elsewhere = await StubUpstream.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"{elsewhere.Address}/v1/models";
            return Task.CompletedTask;
        };

        using var chat = await stage.Proxy.PostAsync(Wire.Request);
        using var models = await stage.Proxy.Http.GetAsync("/v1/models");

        Assert.Equal([307, 307], new[] { chat, models }.Select(response => (int)response.StatusCode));
        Assert.Empty(elsewhere.Seen);
    }
}
