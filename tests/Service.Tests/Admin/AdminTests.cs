using System.Net;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Admin;

public sealed class AdminTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [Trait("Threat", "operators' endpoints reached by clients")]
    public async Task Endpoint_OwnListener_AnswersThereWithoutAKeyAndNowhereElse(string path)
    {
        await using var stage = await Stage.StartAsync([.. TestKey.Settings(), "Admin:Url=http://127.0.0.1:0"]);
        var admin = new Uri(stage.Proxy.Addresses[^1]);
        var spoofed = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = admin.Authority } }; // says it came by the other port
        spoofed.Headers.Add("api-key", TestKey.Value);
        var model = new HttpRequestMessage(HttpMethod.Get, new Uri(admin, "/v1/models")) { Headers = { { "api-key", TestKey.Value } } };

        using var answered = await stage.Proxy.Http.GetAsync(new Uri(admin, path));
        using var hidden = await stage.Proxy.Http.SendAsync(spoofed);
        using var proxied = await stage.Proxy.Http.SendAsync(model);

        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, proxied.StatusCode);
        Assert.Equal("not_found", (await hidden.ErrorAsync()).GetProperty("code").GetString());
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [Trait("Threat", "operators' endpoints reached by clients")]
    public async Task Endpoint_NoListenerOfItsOwn_AsksForAKeyWhereThereAreAny(string path)
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings());

        using var refused = await stage.Proxy.Http.GetAsync(path);
        using var answered = await stage.Proxy.Http.SendAsync(new(HttpMethod.Get, path) { Headers = { { "api-key", TestKey.Value } } });

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Theory]
    [InlineData("Admin:Url=9090", "absolute http or https URL")]
    [InlineData("Admin:Url=http://127.0.0.1:0/admin", "absolute http or https URL")]
    [InlineData("Admin:Port=9090", "is no setting")]
    public async Task Url_OfNoUse_StopsTheStart(string setting, string says)
    {
        await using var app = ProxyApplication.Build(["--Upstream:BaseUrl=http://host", $"--{setting}"], _ => { });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Contains(says, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }
}
