using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Clients.Tests;

public sealed class UpstreamOptionsTests
{
    private static UpstreamOptions Bind(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Upstream:{setting.Name}", (string?)setting.Value)))
            .Build());
        services.AddUpstream();
        return services.BuildServiceProvider().GetRequiredService<IOptions<UpstreamOptions>>().Value;
    }

    [Fact]
    public void Options_SeveralWrong_ReportsAll()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind(("MaxRetries", "11"), ("IdleTimeout", "00:00:00"), ("TotalTimeout", "00:00:01")));

        Assert.Equal(4, exception.Failures.Count());
        Assert.Contains(exception.Failures, failure => failure.Contains("BaseUrl is required", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.Contains("MaxRetries", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.Contains("IdleTimeout", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.Contains("must not exceed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("upstream:9000")]
    [InlineData("ftp://host")]
    [InlineData("/v1")]
    [InlineData("http://host/?a=b")]
    public void Options_BaseUrlOfNoUse_IsRefused(string url) =>
        Assert.Throws<OptionsValidationException>(() => Bind(("BaseUrl", url)));

    [Fact]
    public void Options_UnknownKey_IsRefused() =>
        Assert.Contains("BaseURI", Assert.Throws<InvalidOperationException>(() => Bind(("BaseUrl", "http://host"), ("BaseURI", "x"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://api.openai.com", "https://api.openai.com")]
    [InlineData("https://api.openai.com/v1", "https://api.openai.com")]
    [InlineData("https://host/api/v1/", "https://host/api")]
    public void Options_BaseUrl_TrailingVersionIsOptional(string url, string origin) =>
        Assert.Equal(origin, Bind(("BaseUrl", url)).Addresses().Single().Origin);

    [Fact]
    public void Options_SeveralUpstreams_AreAllChecked()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind(
            ("BaseUrl", "http://host"),
            ("Upstreams:0:BaseUrl", "ftp://host"),
            ("Upstreams:1:Weight", "-1"),
            ("Upstreams:2:BaseUrl", "http://host"),
            ("Upstreams:2:ApiKey", "a\nb")));

        string[] expected = ["Upstream:BaseUrl and", "Upstreams:0:BaseUrl must", "Upstreams:1:BaseUrl is required", "Weight", "Upstreams:2:ApiKey"];
        Assert.Equal(expected.Length, exception.Failures.Count());
        Assert.All(expected, says => Assert.Contains(exception.Failures, failure => failure.Contains(says, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sockets_AskASilentHttp2ConnectionForASignOfLife()
    {
        using var byDefault = UpstreamServices.CreateSockets(Bind(("BaseUrl", "http://host")));
        using var configured = UpstreamServices.CreateSockets(
            Bind(("BaseUrl", "http://host"), ("KeepAlivePingDelay", "00:00:07"), ("KeepAlivePingTimeout", "00:00:02")));

        Assert.Equal(
            (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), HttpKeepAlivePingPolicy.WithActiveRequests),
            (byDefault.KeepAlivePingDelay, byDefault.KeepAlivePingTimeout, byDefault.KeepAlivePingPolicy));
        Assert.Equal(
            (TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)), (configured.KeepAlivePingDelay, configured.KeepAlivePingTimeout));
    }

    [Fact]
    public void Sockets_FollowDnsAndOpenFurtherHttp2Connections()
    {
        using var sockets = UpstreamServices.CreateSockets(Bind(("BaseUrl", "http://host")));

        Assert.True(sockets.EnableMultipleHttp2Connections);
        Assert.Equal(TimeSpan.FromMinutes(5), sockets.PooledConnectionLifetime);
        Assert.Equal(TimeSpan.FromSeconds(5), sockets.ConnectTimeout);
    }
}
