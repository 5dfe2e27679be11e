using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests;

/// <summary>Pauses between attempts never outlast the caller or the total.</summary>
public sealed class RetryBudgetTests
{
    private readonly ScriptedUpstream script = new();
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData("retry-after", "61")]
    [InlineData("retry-after", "99999999999999999999")]
    [InlineData("retry-after-ms", "1e300")]
    [InlineData("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task RetryAfter_BeyondTheTotal_GivesTheAnswerAtOnce(string name, string value)
    {
        using var response = await Connect(script.Then(HttpStatusCode.TooManyRequests, (name, value))).AskAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData("retry-after", "-1")]
    [InlineData("retry-after", "soon")]
    [InlineData("retry-after", "NaN")]
    [InlineData("retry-after-ms", "-Infinity")]
    [InlineData("retry-after", "Fri, 31 Dec 1999 00:00:00 GMT")] // the clock starts a day later
    public async Task RetryAfter_NoTimeOrOneInThePast_IsAsIfThereWereNone(string name, string value)
    {
        script.Then(HttpStatusCode.TooManyRequests, (name, value)).Then(HttpStatusCode.OK);

        using var response = await Connect(script, ("RetryDelay", "00:00:00")).AskAsync();

        Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
    }

    [Fact]
    public async Task RetryAfter_MoreThanWhatIsLeft_GivesTheAnswerAtOnce()
    {
        var asking = Connect(script.Then(HttpStatusCode.TooManyRequests, ("retry-after", "40"))).AskAsync();

        time.Advance(TimeSpan.FromSeconds(40)); // 20 seconds are left for another 40
        using var response = await asking;

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
        Assert.Equal(2, script.Requests.Count);
    }

    [Fact]
    public async Task Backoff_BeyondTheTotal_GivesTheAnswerAtOnce()
    {
        using var response = await Connect(script.Then(HttpStatusCode.ServiceUnavailable), ("RetryDelay", "00:01:00")).AskAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Message.StatusCode);
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task Backoff_DoublesWithAtMostAQuarterLess()
    {
        script.Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK);
        var asking = Connect(script, ("RetryDelay", "00:00:08")).AskAsync();

        time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Single(script.Requests);
        time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(2, script.Requests.Count);
        time.Advance(TimeSpan.FromSeconds(9.9)); // the clock was up to 2 seconds late
        Assert.Equal(2, script.Requests.Count);
        time.Advance(TimeSpan.FromSeconds(6.1));
        using var response = await asking;

        Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
    }

    [Fact]
    public async Task Retry_StalledSecondAttempt_EndsWithTheTotal()
    {
        script.Then(HttpStatusCode.TooManyRequests, ("retry-after", "50")).Then(HttpStatusCode.OK);
        var asking = Connect(script).AskAsync();
        script.Stalls = true;

        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(2, script.Requests.Count);
        time.Advance(TimeSpan.FromSeconds(10));
        var exception = await Assert.ThrowsAsync<UpstreamException>(() => asking);

        Assert.Equal(UpstreamFailure.ResponseTimeout, exception.Failure);
    }

    [Fact]
    public async Task Retry_CallerLeavesInThePause_AsksNoMore()
    {
        using var caller = new CancellationTokenSource();
        var upstream = Connect(script.Then(HttpStatusCode.TooManyRequests, ("retry-after", "5")));
        var asking = upstream.AskAsync(Ask.Chat, Ask.Body, caller.Token);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task Retry_ResponseAlreadyThere_IsNeverAskedForAgain()
    {
        using var response = await Connect(script.ThenBody(new SilentStream { Broken = true }).Then(HttpStatusCode.OK)).AskAsync();

        await Assert.ThrowsAsync<UpstreamException>(() => response.Body.ReadAsync(new byte[8], CancellationToken.None).AsTask());

        Assert.Single(script.Requests);
    }

    private Upstream Connect(ScriptedUpstream scripted, params (string Name, string Value)[] settings) =>
        scripted.Connect(time, [("TotalTimeout", "00:01:00"), ("FirstByteTimeout", "00:01:00"), .. settings]);
}
