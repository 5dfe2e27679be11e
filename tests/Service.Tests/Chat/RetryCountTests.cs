using System.Net;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>The official clients repeat a failed request and count it; the proxy's repetitions must not multiply theirs.</summary>
public sealed class RetryCountTests
{
    [Theory]
    [InlineData("0", 3)]
    [InlineData("1", 1)]
    [InlineData("2", 1)]
    [InlineData("many", 3)]
    public async Task Client_RepeatsByItself_IsNotRepeatedByTheProxy(string count, int attempts)
    {
        await using var stage = await Stage.StartAsync("Upstream:RetryDelay=00:00:00");
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-stainless-retry-count", count));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(attempts, stage.Upstream.Seen.Count);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Request_WithoutBodyThatMayChangeThings_IsNotRepeatedByTheHttpStack(string verb)
    {
        using var upstream = new FaultyUpstream();
        upstream.Act = exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        };
        upstream.Listen();
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.Http.SendAsync(new HttpRequestMessage(HttpMethod.Parse(verb), "/v1/responses/r/cancel"));

        Assert.Equal("upstream_reset", (await response.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal(1, upstream.Attempts);
    }
}
