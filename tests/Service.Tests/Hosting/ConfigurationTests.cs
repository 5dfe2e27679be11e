using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Build_StartedAnywhere_FindsItsSettingsBesideTheProgram()
    {
        await using var app = ProxyApplication.Build([], _ => { });

        Assert.Equal(AppContext.BaseDirectory, app.Environment.ContentRootPath);
        Assert.Equal("http://127.0.0.1:8080", app.Configuration["Urls"]); // appsettings.json says so
    }

    [Fact]
    public async Task Start_SeveralThingsWrong_ReportsAllAtOnce()
    {
        await using var app = ProxyApplication.Build(
            ["--urls=http://127.0.0.1:0", "--Upstream:MaxRetries=99", "--Alignment:Strength=3", "--Alignment:Candidates=17", "--Alignment:QueueLength=-1"], _ => { });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Equal(5, exception.Failures.Count());
        foreach (var name in new[] { "BaseUrl", "MaxRetries", "Strength", "Candidates", "QueueLength" })
            Assert.Contains(exception.Failures, failure => failure.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Start_UnknownKeysUnreadableValuesAndRanges_ReportsAllAtOnce()
    {
        await using var app = ProxyApplication.Build(
            [
                "--urls=http://127.0.0.1:0", "--Upstream:BaseUrl=http://host", "--Upstream:ApiKye=secret", "--Upstream:MaxRetries=many",
                "--Alignment:Strenght=1", "--Alignment:Mode=always", "--Alignment:Budget=soon", "--Alignment:Strength=3",
            ],
            _ => { });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Equal(6, exception.Failures.Count());
        Assert.Contains(exception.Failures, failure => failure.StartsWith("Upstream:ApiKye is no setting; there are BaseUrl, ", StringComparison.Ordinal));
        Assert.Contains("Upstream:MaxRetries must be a whole number.", exception.Failures);
        Assert.Contains("Alignment:Mode must be one of off, shadow, edit, select, revise, auto.", exception.Failures);
        Assert.Contains("Alignment:Budget must be a time span such as 00:00:05.", exception.Failures);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownKeyOfOneOfSeveralUpstreams_IsReported()
    {
        await using var app = ProxyApplication.Build(["--Upstream:Upstreams:0:BaseURI=http://host"], _ => { });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Contains("Upstream:Upstreams:0:BaseURI is no setting; there are BaseUrl, ApiKey, KeyHeader, Weight.", exception.Failures);
    }

    [Fact]
    [Trait("Threat", "keys, prompts and answers in logs")]
    public async Task Logs_EverythingThatPasses_HoldNoContentAndNoKeys()
    {
        await using var stage = await Stage.StartAsync("Upstream:ApiKey=sk-ours");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var edited = await stage.Proxy.PostAsync(Wire.Request, ("Authorization", $"Bearer {Proxy.Key}"));
        using var malformed = await stage.Proxy.PostAsync("{\"messages\":[{\"content\":\"the question\"");
        using var refused = await stage.Proxy.PostAsync("{\"preference_flow\":{\"mode\":\"the question\"}}");
        using var passed = await stage.Proxy.Http.GetAsync("/v1/models?key=the-question");
        await stage.Proxy.StopAsync();

        Assert.Contains(stage.Proxy.Logs.Lines, line => line.Contains("decision=\"edited\" gain=\"1.5\"", StringComparison.Ordinal));
        foreach (var secret in new[] { "the question", "the-question", "caf", Proxy.Key, "sk-ours" })
            Assert.DoesNotContain(stage.Proxy.Logs.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}
