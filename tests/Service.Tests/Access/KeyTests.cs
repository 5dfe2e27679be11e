using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Access;

public sealed class KeyTests
{
    [Theory]
    [InlineData("Accept", "*/*")]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", TestKey.Value)]
    [InlineData("Authorization", "Basic " + TestKey.Value)]
    [InlineData("x-api-key", TestKey.Value + "x")]
    [Trait("Threat", "use without a key")]
    public async Task Request_WithoutAValidKey_Returns401(string name, string value)
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings());

        using var chat = await stage.Proxy.PostAsync(Wire.Request, (name, value));
        using var other = await SendAsync(stage, HttpMethod.Get, "/v1/models", (name, value));
        using var anthropic = await SendAsync(stage, HttpMethod.Post, "/v1/messages", (name, value));

        Assert.All([chat, other, anthropic], response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode));
        Assert.Equal("invalid_api_key", (await chat.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal("invalid_api_key", (await other.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal("authentication_error", await AnthropicErrorAsync(anthropic));
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + TestKey.Value, "Authorization", "Bearer sk-ours")]
    [InlineData("authorization", "bearer " + TestKey.Value, "api-key", "sk-ours")]
    [InlineData("api-key", TestKey.Value, "Authorization", "Bearer sk-ours")]
    [InlineData("x-api-key", TestKey.Value, "x-api-key", "sk-ours")]
    [Trait("Threat", "a client's key reaches the upstream")]
    public async Task Key_InAnyHeader_LetsInAndIsReplacedByTheUpstreams(string name, string value, string header, string expected)
    {
        await using var stage = await Stage.StartAsync(
            [.. TestKey.Settings(), "Upstream:ApiKey=sk-ours", $"Upstream:KeyHeader={header}"]);

        using var chat = await stage.Proxy.PostAsync(Wire.Request, (name, value));
        using var other = await SendAsync(stage, HttpMethod.Get, "/v1/models", (name, value));

        Assert.Equal(HttpStatusCode.OK, chat.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        foreach (var seen in stage.Upstream.Seen)
        {
            Assert.Equal(expected, seen.Headers[header]);
            Assert.DoesNotContain(seen.Headers, sent => sent.Value.Contains(TestKey.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Key_UpstreamWantsNone_IsTakenOutAllTheSame()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings());

        using var response = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header, ("api-key", "another"));

        Assert.DoesNotContain(stage.Upstream.Seen.Single().Headers.Keys, name => name is "Authorization" or "api-key");
    }

    [Fact]
    [Trait("Threat", "the configuration leaks")]
    public async Task Key_ItsHash_IsNoKey()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings());

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("api-key", TestKey.Hash(TestKey.Value)));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public void Ring_OneOfSeveral_IsFoundByItsHash()
    {
        var ring = new KeyRing(
            Options.Create(new AccessOptions
            {
                Keys = [.. new[] { "a", "b", "c" }.Select(key => new KeyOptions { Name = key, Sha256 = TestKey.Hash(key).ToUpperInvariant() })],
            }),
            TimeProvider.System);

        Assert.Equal(["a", "b", "c", null], new[] { "a", "b", "c", "d" }.Select(key => ring.Find(key)?.Name));
    }

    [Fact]
    [Trait("Threat", "a key is guessed")]
    public async Task NewKey_ItsSetting_LetsItIn()
    {
        var output = new StringWriter();

        NewKeyCommand.Run("team a", output);

        var lines = output.ToString().Trim().Split('\n');
        var key = lines[0].Split(": ")[1].Trim();
        var setting = JsonDocument.Parse(lines[1][lines[1].IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.Equal("team a", setting.GetProperty("Name").GetString());
        Assert.DoesNotContain(key, lines[1], StringComparison.Ordinal);
        Assert.Equal(256 / 6 + 1, key["pflow-".Length..].Length); // 256 random bits, six to a character
        await using var stage = await Stage.StartAsync(
            "Access:Keys:0:Name=a", $"Access:Keys:0:Sha256={setting.GetProperty("Sha256").GetString()}");
        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-api-key", key));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    [Trait("Threat", "a wrong setting lets more in than was meant")]
    public async Task Settings_SeveralWrong_AreAllReported()
    {
        await using var app = ProxyApplication.Build(
            [
                "--urls=http://127.0.0.1:0", "--Upstream:BaseUrl=http://host",
                "--Access:Keys:0:Sha256=secret", "--Access:Keys:0:Models=gpt-4o", "--Access:Keys:0:Modes:0=edit", "--Access:Keys:0:Mode=shadow",
                "--Access:Keys:1:Name=b", $"--Access:Keys:1:Sha256={TestKey.Hash("b")}", "--Access:Keys:1:Concurrent=0", "--Access:Keys:1:Model:0=x",
                "--Access:Keys:2:Name=b", $"--Access:Keys:2:Sha256={TestKey.Hash("b")}", "--Access:Keys:2:TokensPerMinute=many",
            ],
            _ => { });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        string[] expected =
        [
            "Access:Keys:0:Name is required", "Access:Keys:0:Sha256 must be", "Access:Keys:0:Models must be a list", "Access:Keys:0:Mode must be",
            "Concurrent", "Access:Keys:1:Model is no setting", "two keys have the Name b", "same Sha256", "Access:Keys:2:TokensPerMinute must be",
        ];
        Assert.All(expected, says => Assert.Contains(exception.Failures, failure => failure.Contains(says, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, exception.Failures.Count());
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Threat", "keys, prompts and answers in logs")]
    public async Task Logs_WithKeys_HoldNeitherKeysNorHashesNorContent()
    {
        await using var stage = await Stage.StartAsync(
            [.. TestKey.Settings("Models:0=m", "Modes:0=edit", "TokensPerMinute=1"),
            "Upstream:ApiKey=sk-ours", "Logging:LogLevel:Default=Trace", "Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var unknown = await stage.Proxy.PostAsync(Wire.Request, ("api-key", "sk-unknown"));
        using var mode = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header, ("x-pflow-mode", "off"));
        using var model = await stage.Proxy.PostAsync(Wire.Request.Replace("\"m\"", "\"other\"", StringComparison.Ordinal), TestKey.Header);
        using var good = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        using var limited = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);

        Assert.Equal([401, 403, 403, 200, 429], new[] { unknown, mode, model, good, limited }.Select(response => (int)response.StatusCode));
        await stage.Proxy.StopAsync(); // a request's lines may follow its answer
        Assert.Contains(stage.Proxy.Logs.Lines, line => line.Contains("key tester0 used ", StringComparison.Ordinal));
        foreach (var secret in new[] { "the question", "caf", TestKey.Value, TestKey.Hash(TestKey.Value), "sk-" })
            Assert.DoesNotContain(stage.Proxy.Logs.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<HttpResponseMessage> SendAsync(Stage stage, HttpMethod method, string path, (string Name, string Value) header)
    {
        var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(Wire.Request, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await stage.Proxy.Http.SendAsync(request);
    }

    private static async Task<string?> AnthropicErrorAsync(HttpResponseMessage response)
    {
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("error", body.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(body.GetProperty("error").GetProperty("message").GetString()));
        return body.GetProperty("error").GetProperty("type").GetString();
    }
}
