using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PreferenceFlow.Replay;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>Whatever comes in, from either side: a clear error in OpenAI's shape, and the next request is served.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "empty_body", "empty")]
    [InlineData("{\"model\":\"secret\",\n oops}", HttpStatusCode.BadRequest, "invalid_json", "line 2, byte 2")]
    [InlineData("{\"model\":\"secret\"", HttpStatusCode.BadRequest, "invalid_json", "line 1")]
    [InlineData("{} secret", HttpStatusCode.BadRequest, "invalid_json", "line 1, byte 4")]
    [InlineData("{\"model\":\"\\ud800\"}", HttpStatusCode.BadRequest, "invalid_json", "Unicode")]
    [InlineData("[\"secret\"]", HttpStatusCode.BadRequest, "invalid_body", "must be a JSON object")]
    [Trait("Threat", "errors that quote what they are about")]
    public async Task Request_Malformed_Returns400WithPosition(string body, HttpStatusCode status, string code, string says)
    {
        await using var stage = await Stage.StartAsync();

        using var response = await stage.Proxy.PostAsync(body);

        Assert.Equal(status, response.StatusCode);
        var error = await response.ErrorAsync();
        Assert.Equal(("invalid_request_error", code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await StillServes(stage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_Huge_Returns413(bool declared)
    {
        await using var stage = await Stage.StartAsync("Alignment:MaxRequestBytes=10000");
        var content = new StreamContent(new MemoryStream(new byte[20_000])) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.TransferEncodingChunked = !declared;

        using var response = await stage.Proxy.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (await response.ErrorAsync()).GetProperty("code").GetString());
        await StillServes(stage);
    }

    [Fact]
    public async Task Request_NotJson_Returns415()
    {
        await using var stage = await Stage.StartAsync();

        using var response = await stage.Proxy.Http.PostAsync("/v1/chat/completions", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        await response.ErrorAsync();
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData(null)]
    public async Task Bundle_MissingOrNone_PassesAndReadinessSaysWhy(string? directory)
    {
        await using var stage = await Stage.StartWithoutAlignerAsync(directory is null ? "Alignment:Mode=edit" : $"Alignment:Bundle={directory}");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request);
        using var live = await stage.Proxy.Http.GetAsync("/healthz");
        var reason = await ReasonAsync(stage);

        Assert.Equal(Wire.Odd, await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=no_bundle", response.Decision());
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Contains(directory ?? "Alignment:Bundle", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_Corrupt_PassesAndReadinessSaysWhy()
    {
        var directory = Directory.CreateTempSubdirectory("pflow-corrupt-");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "manifest.json"), "{ this is no manifest");
        await using var stage = await Stage.StartWithoutAlignerAsync($"Alignment:Bundle={directory.FullName}");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request);
        var reason = await ReasonAsync(stage);

        Assert.Equal("bypassed; reason=no_bundle", response.Decision());
        Assert.Contains("manifest.json", reason, StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Bundle_Loaded_IsReady()
    {
        await using var stage = await Stage.StartAsync();

        Assert.Equal("{\"status\":\"ready\",\"bundle\":\"fixed\",\"reason\":null}", await stage.Proxy.Http.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task Upstream_Unreachable_Returns502()
    {
        await using var proxy = await Proxy.StartAsync("http://127.0.0.1:1", new WordAligner("a", "b"));

        using var chat = await proxy.PostAsync(Wire.StreamRequest);
        using var models = await proxy.Http.GetAsync("/v1/models");

        Assert.Equal(HttpStatusCode.BadGateway, chat.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, models.StatusCode);
        var error = await chat.ErrorAsync();
        Assert.Equal(("upstream_error", "upstream_unreachable"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.DoesNotContain("127.0.0.1", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReplayFailure.Stall, HttpStatusCode.GatewayTimeout, "upstream_timeout")]
    [InlineData(ReplayFailure.Hang, HttpStatusCode.GatewayTimeout, "upstream_idle_timeout")]
    [InlineData(ReplayFailure.Cut, HttpStatusCode.BadGateway, "upstream_reset")]
    [InlineData(ReplayFailure.Reset, HttpStatusCode.BadGateway, "upstream_reset")]
    public async Task Upstream_FailsBeforeItsAnswerIsWhole_ReturnsGatewayError(ReplayFailure failure, HttpStatusCode status, string code)
    {
        await using var upstream = await ReplayUpstream.StartAsync(new([new("q", "a")]), new() { Port = 0, FailureRate = 1, Failure = failure }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(
            upstream.Address.ToString(), new WordAligner("a", "b"), null, "Upstream:FirstByteTimeout=00:00:01", "Upstream:IdleTimeout=00:00:01");

        using var response = await proxy.PostAsync(Wire.Request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (await response.ErrorAsync()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("<html>gateway</html>", "text/html")]
    [InlineData("{\"choices\":", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{\"error\":{\"message\":\"x\"},\"choices\":[{\"message\":{\"content\":\"bad\"}}]}", "application/json")]
    public async Task Upstream_GarbageWithStatus200_PassesAsItIs(string body, string type)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("bypassed; reason=not_a_completion", response.Decision());
    }

    [Fact]
    public async Task Upstream_NotHttp_Returns502()
    {
        using var upstream = FaultyUpstream.Sending("SSH-2.0-garbage\r\n\r\n\0\u0001");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("a", "b"));

        using var response = await proxy.PostAsync(Wire.Request);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("upstream_garbage", (await response.ErrorAsync()).GetProperty("code").GetString());
    }

    // Loading runs beside the start: until it is over the reason is that it is under way.
    private static async Task<string> ReasonAsync(Stage stage)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var ready = await stage.Proxy.Http.GetAsync("/readyz", patience.Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            var reason = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(patience.Token)).RootElement.GetProperty("reason").GetString()!;
            if (!reason.Contains("being loaded", StringComparison.Ordinal))
                return reason;
        }
    }

    private static async Task StillServes(Stage stage)
    {
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        using var response = await stage.Proxy.PostAsync(Wire.Request);
        Assert.Equal("edited", response.Decision());
    }
}
