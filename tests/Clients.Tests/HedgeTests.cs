using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests;

/// <summary>A second attempt beside a slow first one. The clock moves only when the test says so.</summary>
public sealed class HedgeTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    private readonly ScriptedUpstream script = new();
    private readonly FakeTimeProvider time = new();
    private readonly AttemptCount attempts = new();
    private readonly TaskCompletionSource<HttpResponseMessage> first = Signal(), second = Signal();

    private IEnumerable<string> Hosts => script.Requests.Select(request => request.RequestUri!.Host);

    [Fact]
    public async Task FirstIsSlow_SecondAnswers_WinsAndTheFirstIsCancelled()
    {
        var asking = AskAsync(Connect(script.ThenWait(first).Then(HttpStatusCode.OK), ("HedgeAfter", $"{After}")));
        Assert.Single(script.Requests);

        time.Advance(After);
        using var response = await asking;

        Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
        Assert.Equal(["only", "only"], Hosts);
        Assert.Equal((1, 2), (script.Cancelled, attempts.Made));
    }

    [Fact]
    public async Task FirstIsSlow_AnswersBeforeTheSecond_Wins()
    {
        var asking = AskAsync(Connect(script.ThenWait(first).ThenWait(second), ("HedgeAfter", $"{After}")));

        time.Advance(After);
        first.SetResult(Answer(HttpStatusCode.Created));
        using var response = await asking;

        Assert.Equal(HttpStatusCode.Created, response.Message.StatusCode);
        Assert.Equal((1, 2), (script.Cancelled, attempts.Made));
    }

    [Fact]
    public async Task BodyOfTheWinner_OutlivesTheRace()
    {
        using var caller = new CancellationTokenSource();
        using var silent = new HttpResponseMessage { Content = new StreamContent(new SilentStream()) };
        var upstream = Connect(script.ThenWait(first).ThenWait(second), ("HedgeAfter", $"{After}"), ("IdleTimeout", "00:05:00"));
        var asking = upstream.AskAsync(Ask.Chat, Ask.Body, caller.Token);
        time.Advance(After);
        first.SetResult(silent);
        using var response = await asking;

        var reading = response.Body.ReadAsync(new byte[8], CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(reading.IsCompleted);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task FirstAnswersInTime_NoSecondIsMade()
    {
        using var response = await AskAsync(Connect(script.Then(HttpStatusCode.OK), ("HedgeAfter", $"{After}")));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, attempts.Made);
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task FirstFailsInTime_NoSecondIsMade()
    {
        var upstream = Connect(
            script.ThenThrow(new HttpRequestException(HttpRequestError.ResponseEnded)).Then(HttpStatusCode.OK), ("HedgeAfter", $"{After}"));

        await Assert.ThrowsAsync<UpstreamException>(() => AskAsync(upstream));

        Assert.Equal(1, attempts.Made);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(null)]
    public async Task SecondDoesNotAnswer_FirstIsWaitedFor(HttpStatusCode? status)
    {
        script.ThenWait(first);
        _ = status is { } busy ? script.Then(busy) : script.ThenThrow(new HttpRequestException(HttpRequestError.ResponseEnded));
        var asking = AskAsync(Connect(script, ("HedgeAfter", $"{After}"), ("MaxRetries", "0")));

        time.Advance(After);
        Assert.False(asking.IsCompleted);
        first.SetResult(Answer(HttpStatusCode.OK));
        using var response = await asking;

        Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
    }

    [Fact]
    public async Task NeitherAnswers_GivesTheOutcomeThatCameFirst()
    {
        script.ThenWait(first).Then(HttpStatusCode.TooManyRequests);
        var asking = AskAsync(Connect(script, ("HedgeAfter", $"{After}"), ("MaxRetries", "0")));

        time.Advance(After);
        first.SetException(new HttpRequestException(HttpRequestError.ResponseEnded));
        using var response = await asking;

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
    }

    [Fact]
    public async Task SeveralUpstreams_SecondAttemptGoesToTheNext()
    {
        var asking = AskAsync(script.ThenWait(first).Then(HttpStatusCode.OK).Connect(
            time, ("BaseUrl", ""), ("Upstreams:0:BaseUrl", "http://one"), ("Upstreams:1:BaseUrl", "http://two"),
            ("Upstreams:1:Weight", "0"), ("HedgeAfter", $"{After}")));

        time.Advance(After);
        using var response = await asking;

        Assert.Equal(["one", "two"], Hosts);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "00:00:03")] // the client is itself retrying, or its body can be sent once only
    public async Task NotAskedForOrNotAllowed_NoSecondIsMade(bool repeatable, string? after)
    {
        var upstream = Connect(script.ThenWait(first).Then(HttpStatusCode.OK), [.. after is null ? [] : new[] { ("HedgeAfter", after) }]);
        var asking = AskAsync(upstream, repeatable);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(script.Requests);
        first.SetResult(Answer(HttpStatusCode.OK));
        using var response = await asking;

        Assert.Equal(1, attempts.Made);
    }

    [Fact]
    public async Task CallerLeaves_BothAreCancelled()
    {
        using var caller = new CancellationTokenSource();
        var upstream = Connect(script.ThenWait(first).ThenWait(second), ("HedgeAfter", $"{After}"));
        var asking = upstream.AskAsync(Ask.Chat, Ask.Body, caller.Token);

        time.Advance(After);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(2, script.Cancelled);
    }

    [Fact]
    public async Task Total_IsOver_EndsBoth()
    {
        var asking = AskAsync(Connect(
            script.ThenWait(first).ThenWait(second),
            ("HedgeAfter", $"{After}"), ("TotalTimeout", "00:00:20"), ("FirstByteTimeout", "00:00:20")));

        time.Advance(After);
        time.Advance(TimeSpan.FromSeconds(17));

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => asking);
        Assert.Equal(UpstreamFailure.ResponseTimeout, exception.Failure);
        Assert.Equal(2, script.Cancelled);
    }

    [Fact]
    public async Task Retries_AreCountedToo()
    {
        using var response = await AskAsync(Connect(
            script.Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK), ("RetryDelay", "00:00:00")));

        Assert.Equal(2, attempts.Made);
    }

    private static TaskCompletionSource<HttpResponseMessage> Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HttpResponseMessage Answer(HttpStatusCode status) => new(status) { Content = new StringContent("body") };

    private Upstream Connect(ScriptedUpstream scripted, params (string Name, string Value)[] settings) =>
        scripted.Connect(time, [("BaseUrl", "http://only"), .. settings]);

    private Task<UpstreamResponse> AskAsync(Upstream upstream, bool repeatable = true) => upstream.AskAsync(
        Ask.Chat with { Attempts = attempts, Repeatable = repeatable }, Ask.Body, TestContext.Current.CancellationToken);
}
