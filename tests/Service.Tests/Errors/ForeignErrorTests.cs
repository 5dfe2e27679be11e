using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Errors;

/// <summary>A load balancer's page in the place of an error that clients can read.</summary>
public sealed class ForeignErrorTests
{
    private const string Page = "<html><title>502 Bad Gateway</title></html>";

    [Theory]
    [InlineData("/v1/chat/completions", Wire.Request, "edit")]
    [InlineData("/v1/chat/completions", Wire.StreamRequest, "edit")]
    [InlineData("/v1/chat/completions", Wire.Request, "off")]
    [InlineData("/v1/files", "any", "off")]
    public async Task Page_ToBeWrapped_IsToldInOpenAisShapeWithItsStatusAndHeaders(string path, string body, string mode)
    {
        await using var stage = await Stage.StartAsync("Errors:Wrap=true");
        stage.Upstream.Answer = context => AnswerAsync(context, "text/html", Page);

        using var response = await stage.Proxy.PostAsync(path, body, ("x-pflow-mode", mode));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var error = await response.ErrorAsync();
        Assert.Equal(("upstream_error", "upstream_error"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal("The upstream answered with status 502 and no error that can be read.", error.GetProperty("message").GetString());
        Assert.Equal("17", response.Headers.GetValues("retry-after").Single());
        Assert.Equal("theirs", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.False(response.Headers.Contains("ETag"));
    }

    [Fact]
    public async Task Page_ToBeWrapped_IsToldInAnthropicsShape()
    {
        await using var stage = await Stage.StartAsync("Errors:Wrap=true");
        stage.Upstream.Answer = context => AnswerAsync(context, "text/plain", "upstream connect error");

        using var response = await stage.Proxy.PostAsync("/v1/messages", Wire.Request);

        var told = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("error", told.GetProperty("type").GetString());
        Assert.Equal("api_error", told.GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("text/html", Page, 502, false)]
    [InlineData("application/json", "{\"error\":{\"message\":\"theirs\"}}", 502, true)]
    [InlineData("application/problem+json", "{\"title\":\"theirs\"}", 502, true)]
    [InlineData("text/html", "<html>a page</html>", 200, true)]
    public async Task Answer_NotToBeWrapped_PassesByteForByte(string type, string body, int status, bool wrap)
    {
        await using var stage = await Stage.StartAsync(wrap ? ["Errors:Wrap=true"] : []);
        stage.Upstream.Answer = context => AnswerAsync(context, type, body, status);

        using var aligned = await stage.Proxy.PostAsync(Wire.Request);
        using var off = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "off"));
        using var passed = await stage.Proxy.Http.GetAsync("/v1/models");

        foreach (var response in new[] { aligned, off, passed })
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(body, await response.Content.ReadAsStringAsync());
            Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        }
    }

    private static async Task AnswerAsync(HttpContext context, string type, string body, int status = 502)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.RetryAfter = "17";
        context.Response.Headers.ETag = "\"page\"";
        context.Response.Headers["x-request-id"] = "theirs";
        context.Response.Headers.SetCookie = new(["a=1", "b=2"]);
        await context.Response.WriteAsync(body);
    }
}
