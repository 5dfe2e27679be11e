using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

/// <summary>What no client may take: over real sockets, and waiting for what the server does.</summary>
public sealed class LimitTests
{
    private const string Anthropic = "\"type\":\"error\"", OpenAi = "\"param\":null";

    [Theory]
    [InlineData("/v1/chat/completions", OpenAi)]
    [InlineData("/v1/models", OpenAi)]
    [InlineData("/v1/messages", Anthropic)]
    [Trait("Threat", "headers without end")]
    public async Task Headers_TooLarge_Returns431InTheClientsShape(string path, string shape)
    {
        await using var stage = await Stage.StartAsync("Limits:MaxHeaderBytes=1024");
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "x-long", new string('a', 1200) } } };

        using var response = await stage.Proxy.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith(shape == OpenAi ? "{\"error\":{\"message\":" : "{\"type\":\"error\",\"error\":", body, StringComparison.Ordinal);
        Assert.Contains(shape, body, StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("target", 1000, "414 URI Too Long", "target_too_long")]
    [InlineData("target", 8000, "414 URI Too Long", "target_too_long")]
    [InlineData("header", 15_000, "431 Request Header Fields Too Large", "headers_too_large")]
    [InlineData("headers", 30, "431 Request Header Fields Too Large", "too_many_headers")]
    [InlineData("headers", 150, "431 Request Header Fields Too Large", "too_many_headers")]
    [Trait("Threat", "headers without end")]
    public async Task Head_TooLarge_IsRefusedInTheClientsShape(string what, int size, string status, string code)
    {
        await using var stage = await StartWithSmallHeadsAsync();
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync(Head(what, size));

        var response = await client.ReadToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\"param\":null,\"code\":\"{code}\"", response, StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("target", 20_000, "414")]
    [InlineData("header", 20_000, "431")]
    [InlineData("headers", 200, "431")]
    [InlineData("no host", 0, "400")]
    [Trait("Threat", "headers without end")]
    public async Task Head_FarTooLargeOrBroken_IsRefusedBareAndTheConnectionClosed(string what, int size, string status)
    {
        await using var stage = await StartWithSmallHeadsAsync();
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync(Head(what, size));

        var response = await client.ReadToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", true, OpenAi)]
    [InlineData("/v1/chat/completions", false, OpenAi)]
    [InlineData("/v1/files", true, OpenAi)]
    [InlineData("/v1/files", false, OpenAi)]
    [InlineData("/v1/messages", true, Anthropic)]
    [InlineData("/v1/messages", false, Anthropic)]
    [Trait("Threat", "bodies without end")]
    public async Task Body_TooLarge_Returns413InTheClientsShape(string path, bool declared, string shape)
    {
        await using var stage = await Stage.StartAsync("Limits:MaxBodyBytes=2000");
        using var client = await RawClient.ConnectAsync(stage.Proxy);
        var (framing, body) = declared ? ("Content-Length: 5000", "{") : ("Transfer-Encoding: chunked", $"bb8\r\n{new string('a', 3000)}\r\n");

        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}");

        var response = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains(shape, response, StringComparison.Ordinal);
        Assert.Contains(shape == OpenAi ? "\"code\":\"request_too_large\"" : "\"type\":\"request_too_large\"", response, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Threat", "slow clients")]
    public async Task Headers_NeverEnding_AreGivenUp()
    {
        await using var stage = await Stage.StartAsync("Limits:HeadersTimeout=00:00:01");
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync("GET /v1/models HTTP/1.1\r\nHost: x\r\nx-slow: ");

        Assert.StartsWith("HTTP/1.1 408 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", OpenAi)]
    [InlineData("/v1/files", OpenAi)]
    [InlineData("/v1/messages", Anthropic)]
    [Trait("Threat", "slow clients")]
    public async Task Upload_TooSlow_Returns408AndTheUpstreamIsLeft(string path, string shape)
    {
        await using var stage = await Stage.StartAsync("Limits:MinUploadRate=1000000", "Limits:Grace=00:00:01.2");
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");

        var response = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 408 ", response, StringComparison.Ordinal);
        Assert.Contains(shape, response, StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen); // it never had the whole of it
    }

    [Fact]
    [Trait("Threat", "slow clients")]
    public async Task Download_NotTaken_IsGivenUpAndTheUpstreamIsLeft()
    {
        await using var stage = await Stage.StartAsync("Limits:MinDownloadRate=100000000", "Limits:Grace=00:00:01.2");
        var left = new TaskCompletionSource();
        stage.Upstream.Answer = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[65536]);
        };
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync("GET /v1/files/x/content HTTP/1.1\r\nHost: x\r\n\r\n");

        await left.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    [Trait("Threat", "slow clients")]
    public async Task Connection_Idle_IsClosed()
    {
        await using var stage = await Stage.StartAsync("Limits:KeepAliveTimeout=00:00:01");
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Threat", "connections without end")]
    public async Task Connection_OneTooMany_IsClosed()
    {
        await using var stage = await Stage.StartAsync("Limits:MaxConnections=1");
        using var first = await stage.Proxy.Http.GetAsync("/healthz"); // stays open
        using var second = await RawClient.ConnectAsync(stage.Proxy);

        Assert.Equal("", await second.ReadToEndAsync());
        Assert.Equal("{\"status\":\"ok\"}", await stage.Proxy.Http.GetStringAsync("/healthz"));
    }

    [Fact]
    [Trait("Threat", "a request hidden in another's body")]
    public async Task Request_InsideABodyOfTwoLengths_IsJudgedByItself()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings());
        using var client = await RawClient.ConnectAsync(stage.Proxy);
        const string Hidden = "0\r\n\r\nGET /v1/hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        await client.SendAsync(
            $"POST /v1/files HTTP/1.1\r\nHost: x\r\napi-key: {TestKey.Value}\r\n" +
            $"Content-Length: {Hidden.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{Hidden}");

        await client.ReadToEndAsync();
        Assert.DoesNotContain(stage.Upstream.Seen, seen => seen.Target.Contains("hidden", StringComparison.Ordinal));
        Assert.All(stage.Upstream.Seen, seen => Assert.DoesNotContain("hidden", Encoding.Latin1.GetString(seen.Body), StringComparison.Ordinal));
    }

    private static Task<Stage> StartWithSmallHeadsAsync() =>
        Stage.StartAsync("Limits:MaxTargetBytes=600", "Limits:MaxHeaders=12", "Limits:MaxHeaderBytes=1024");

    private static string Head(string what, int size) => what switch
    {
        "target" => $"GET /v1/models?q={new string('a', size)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "header" => $"GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-long: {new string('a', size)}\r\n\r\n",
        "headers" => "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
            string.Concat(Enumerable.Range(0, size).Select(number => $"x-{number}: a\r\n")) + "\r\n",
        _ => "GET /v1/models HTTP/1.1\r\n\r\n",
    };
}
