using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Access;

/// <summary>A key's models and modes, and the ways around them.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o+pflow"}""")]
    [InlineData("/v1/chat/completions", """{"model":"claude-3"}""")]
    [InlineData("/v1/responses", """{"model":"gp\u0074-4o"}""")]
    [InlineData("/v1/embeddings", """{"model":"gpt-4o","models":["claude-1"]}""")]
    [InlineData("/openai/deployments/gpt-4o/chat/completions", "{}")]
    [InlineData("/openai/v1/chat/completions", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/responses", """{"model":"gpt-4o"}""")]
    [InlineData("/v1/messages", """{"model":"claude-3"}""")]
    [InlineData("/anthropic/v1/messages", """{"model":"claude-3"}""")]
    public async Task Model_OfTheKey_Passes(string path, string body)
    {
        await using var stage = await StartAsync();

        using var response = await stage.Proxy.Http.SendAsync(Post(path, body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body.Replace("+pflow", "", StringComparison.Ordinal), stage.Upstream.Seen.Single().Text);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4"}""")]
    [InlineData("/v1/chat/completions", """{"model":"GPT-4O"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4","model":"gpt-4o"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","model":"gpt-4"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","Model":"gpt-4"}""")]
    [InlineData("/v1/chat/completions", """{"mode\u006c":"gpt-4"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","models":["gpt-4"]}""")]
    [InlineData("/v1/chat/completions", """{"model":["gpt-4o"]}""")]
    [InlineData("/v1/chat/completions", "{}")]
    [InlineData("/v1/chat/completions", """["gpt-4o"]""")]
    [InlineData("/v1/responses", """{"model":"gpt-4"}""")]
    [InlineData("/v1/batches", """{"model":"gpt-4o"}""")]
    [InlineData("/v1/chat%2Fcompletions", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/deployments/gpt-4/chat/completions", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/deployments/gpt-4o/../gpt-4/chat/completions", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/deployments/gpt-4o/%2e%2e/gpt-4/chat/completions", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/deployments/gpt-4o", """{"model":"gpt-4o"}""")]
    [InlineData("/openai/deployments/gpt-4o/extra/chat/completions", "{}")]
    [Trait("Threat", "another model than the key's")]
    public async Task Model_NotOfTheKey_Returns403(string path, string body)
    {
        await using var stage = await StartAsync();

        using var client = await RawClient.ConnectAsync(stage.Proxy);
        await client.SendAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TestKey.Value}\r\n" +
            $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var response = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 403 ", response, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"model_not_allowed\"", response, StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen);
    }

    [Fact]
    [Trait("Threat", "a model that cannot be read")]
    public async Task Model_Unreadable_Returns403()
    {
        await using var stage = await StartAsync();
        var compressed = Post("/v1/chat/completions", """{"model":"gpt-4"}""");
        compressed.Content!.Headers.ContentEncoding.Add("gzip");
        var form = Post("/v1/audio/transcriptions", "");
        form.Content = new MultipartFormDataContent { { new StringContent("gpt-4"), "model" } };
        var delete = new HttpRequestMessage(HttpMethod.Delete, "/v1/models/gpt-4o") { Headers = { { "api-key", TestKey.Value } } };

        foreach (var request in new[] { compressed, form, delete })
        {
            using var response = await stage.Proxy.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Empty(stage.Upstream.Seen);
    }

    [Fact]
    public async Task Model_ReadingAndBadJson_AreJudgedAsEver()
    {
        await using var stage = await StartAsync();
        var read = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "api-key", TestKey.Value } } };

        using var models = await stage.Proxy.Http.SendAsync(read);
        using var malformed = await stage.Proxy.Http.SendAsync(Post("/v1/embeddings", "{"));
        using var surrogate = await stage.Proxy.Http.SendAsync(Post("/v1/embeddings", "{\"model\":\"\\ud800\"}"));

        Assert.Equal(HttpStatusCode.OK, models.StatusCode);
        Assert.Equal("invalid_json", (await malformed.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal("invalid_json", (await surrogate.ErrorAsync()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(null, null, "edited")] // the first of the key's, over the configured one
    [InlineData("shadow", null, "shadow; would=edited")]
    [InlineData(null, """{"preference_flow":{"mode":"shadow"}}""", "shadow; would=edited")]
    [InlineData(null, """{"response_format":{"type":"json_object"}}""", "bypassed; reason=response_format")]
    [InlineData("off", null, null)]
    [InlineData(null, """{"preference_flow":{"mode":"off"}}""", null)]
    [InlineData(null, """{"model":"m+pflow"}""", null)]
    [Trait("Threat", "another mode than the key's")]
    public async Task Mode_OfTheKeyOrNot_PassesOrReturns403(string? header, string? body, string? decision)
    {
        await using var stage = await Stage.StartAsync([.. TestKey.Settings("Modes:0=edit", "Modes:1=shadow"), "Alignment:Mode=off"]);
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(
            body ?? Wire.Request, header is null ? [TestKey.Header] : [TestKey.Header, ("x-pflow-mode", header)]);

        Assert.Equal(decision is null ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
        if (decision is null)
            Assert.Equal("mode_not_allowed", (await response.ErrorAsync()).GetProperty("code").GetString());
        else
            Assert.Equal(decision, response.Decision());
    }

    private static Task<Stage> StartAsync() => Stage.StartAsync(TestKey.Settings("Models:0=gpt-4o", "Models:1=claude-*"));

    private static HttpRequestMessage Post(string path, string body) => new(HttpMethod.Post, path)
    {
        Headers = { { "x-api-key", TestKey.Value } },
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };
}
