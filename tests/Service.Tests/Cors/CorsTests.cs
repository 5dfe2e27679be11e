using System.Net;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Cors;

public sealed class CorsTests
{
    private const string Page = "https://chat.example", Other = "https://evil.example", Allowed = "Cors:Origins:0=" + Page;

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("/v1/files")]
    public async Task Preflight_OfAnAllowedPage_IsAnsweredHereAndWithoutAKey(string path)
    {
        await using var stage = await Stage.StartAsync([Allowed, .. TestKey.Settings()]);

        using var response = await stage.Proxy.Http.SendAsync(Preflight(path, Page));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Page, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("authorization, content-type, x-pflow-mode, x-stainless-lang", Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal("600", Header(response, "Access-Control-Max-Age"));
        Assert.Equal("Origin", Header(response, "Vary"));
        Assert.Empty(stage.Upstream.Seen);
    }

    [Fact]
    public async Task Answer_ToAnAllowedPage_MayBeReadWithItsHeaders()
    {
        await using var stage = await Stage.StartAsync(Allowed);
        stage.Upstream.Answer = context =>
        {
            context.Response.Headers["x-request-id"] = "theirs";
            context.Response.Headers["x-ratelimit-remaining-requests"] = "7";
            context.Response.Headers["x-internal"] = "hidden";
            context.Response.Headers.Vary = "Accept";
            return StubUpstream.Json(context, Wire.Odd);
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("Origin", Page));

        Assert.Equal("edited", response.Decision());
        Assert.Equal(Page, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("Accept,Origin", Header(response, "Vary")!.Replace(" ", "", StringComparison.Ordinal));
        var exposed = Header(response, "Access-Control-Expose-Headers")!.Split(", ");
        string[] wanted =
        [
            "x-pflow-decision", "x-pflow-gain", "x-pflow-request-id", "x-request-id", "x-ratelimit-remaining-requests", "server-timing",
        ];
        Assert.All(wanted, name => Assert.Contains(name, exposed, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain("x-internal", exposed);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, true)]
    [InlineData(Wire.Request, HttpStatusCode.Unauthorized, false)]
    public async Task Error_OfOurOwn_MayBeReadToo(string body, HttpStatusCode status, bool hasKey)
    {
        await using var stage = await Stage.StartAsync([Allowed, .. TestKey.Settings()]);

        (string, string)[] key = hasKey ? [TestKey.Header] : [];
        using var response = await stage.Proxy.PostAsync(body, [("Origin", Page), .. key]);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(Page, Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("x-request-id", Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Other)]
    [InlineData("null")]
    [InlineData("https://chat.example.evil.example")]
    [InlineData("http://chat.example")]
    [Trait("Threat", "another site's page in a user's browser")]
    public async Task Page_NotAllowed_MayReadNothingWhateverTheUpstreamSays(string origin)
    {
        await using var stage = await Stage.StartAsync(Allowed);
        stage.Upstream.Answer = Permissive;

        using var preflight = await stage.Proxy.Http.SendAsync(Preflight("/v1/chat/completions", origin));
        using var answer = await stage.Proxy.PostAsync(Wire.Request, ("Origin", origin));
        using var passed = await stage.Proxy.PostAsync("/v1/files", "any", ("Origin", origin));

        foreach (var response in new[] { preflight, answer, passed })
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(Page, Page)]
    [InlineData("*", "*")]
    [Trait("Threat", "another site's page in a user's browser")]
    public async Task Credentials_OfTheBrowser_AreNeverAllowed(string configured, string told)
    {
        await using var stage = await Stage.StartAsync($"Cors:Origins:0={configured}");
        stage.Upstream.Answer = Permissive;

        using var preflight = await stage.Proxy.Http.SendAsync(Preflight("/v1/chat/completions", Page));
        using var answer = await stage.Proxy.PostAsync(Wire.Request, ("Origin", Page));

        foreach (var response in new[] { preflight, answer })
        {
            Assert.Equal(told, Header(response, "Access-Control-Allow-Origin"));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task NoOrigins_Preflight_IsTheUpstreamsToAnswer()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = Permissive;

        using var response = await stage.Proxy.Http.SendAsync(Preflight("/v1/chat/completions", Other));

        Assert.Equal("OPTIONS", stage.Upstream.Seen.Single().Method);
        Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Options_WithoutAPage_ArePassedOn()
    {
        await using var stage = await Stage.StartAsync(Allowed);

        using var response = await stage.Proxy.Http.SendAsync(new(HttpMethod.Options, "/v1/models"));

        Assert.Equal("OPTIONS", stage.Upstream.Seen.Single().Method);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("chat.example")]
    [InlineData("https://chat.example/")]
    [InlineData("https://*.example")]
    [InlineData("ftp://chat.example")]
    public async Task Settings_NoOrigin_StopTheStart(string origin)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => Stage.StartAsync($"Cors:Origins:0={origin}"));

        Assert.Contains(exception.Failures, failure => failure.StartsWith("Cors:Origins: ", StringComparison.Ordinal));
    }

    private static HttpRequestMessage Preflight(string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization, content-type, x-pflow-mode, x-stainless-lang");
        return request;
    }

    private static Task Permissive(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        context.Response.Headers.AccessControlAllowCredentials = "true";
        return StubUpstream.Json(context, Wire.Odd);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
