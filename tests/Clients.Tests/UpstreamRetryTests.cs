using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests;

public sealed class UpstreamRetryTests
{
    private readonly ScriptedUpstream script = new();
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout, 2)]
    [InlineData(HttpStatusCode.TooManyRequests, 2)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 2)]
    [InlineData(HttpStatusCode.InternalServerError, 1)]
    [InlineData(HttpStatusCode.BadGateway, 1)]
    [InlineData(HttpStatusCode.BadRequest, 1)]
    public async Task CompleteChat_Status_IsRepeatedOnlyWhereNothingWasDone(HttpStatusCode status, int attempts)
    {
        var asking = script.Then(status).Then(HttpStatusCode.OK).Connect(time).AskAsync();
        time.Advance(TimeSpan.FromSeconds(5));

        using var response = await asking;

        Assert.Equal(attempts, script.Requests.Count);
        Assert.All(script.Bodies, body => Assert.Equal(Ask.Body, body));
    }

    [Fact]
    public async Task CompleteChat_CannotConnect_IsRepeatedWithAFreshMessage()
    {
        var asking = script.ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError)).Then(HttpStatusCode.OK).Connect(time).AskAsync();
        time.Advance(TimeSpan.FromSeconds(5));

        using var response = await asking;

        Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
        Assert.NotSame(script.Requests[0], script.Requests[1]);
    }

    [Theory]
    [InlineData("retry-after", "7")]
    [InlineData("retry-after-ms", "7000")]
    [InlineData("retry-after", "Sat, 01 Jan 2000 00:00:07 GMT")] // FakeTimeProvider starts at that midnight
    public async Task CompleteChat_RetryAfter_IsWaitedFor(string name, string value)
    {
        var asking = script.Then(HttpStatusCode.TooManyRequests, (name, value)).Then(HttpStatusCode.OK).Connect(time).AskAsync();

        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(script.Requests);
        time.Advance(TimeSpan.FromSeconds(0.2));
        using var response = await asking;

        Assert.Equal(2, script.Requests.Count);
    }

    [Fact]
    public async Task CompleteChat_RetryAfterBeyondTheBudget_ReturnsTheAnswerAtOnce()
    {
        var upstream = script.Then(HttpStatusCode.TooManyRequests, ("retry-after", "61"))
            .Connect(time, ("TotalTimeout", "00:01:00"), ("FirstByteTimeout", "00:01:00"));

        using var response = await upstream.AskAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
        Assert.Equal("61", response.Message.Headers.RetryAfter!.ToString());
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task CompleteChat_AlwaysBusy_GivesTheLastAnswerAfterMaxRetries()
    {
        var upstream = script.Then(HttpStatusCode.ServiceUnavailable).Connect(time, ("MaxRetries", "3"), ("RetryDelay", "00:00:00"));

        using var response = await upstream.AskAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Message.StatusCode);
        Assert.Equal(4, script.Requests.Count);
    }

    [Fact]
    public async Task CompleteChat_NotRepeatable_IsSentOnce()
    {
        var upstream = script.Then(HttpStatusCode.ServiceUnavailable).Connect(time);

        using var response = await upstream.AskAsync(Ask.Chat with { Repeatable = false }, Ask.Body, CancellationToken.None);

        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData("false", HttpStatusCode.TooManyRequests, 1)]
    [InlineData("False", HttpStatusCode.ServiceUnavailable, 1)]
    [InlineData("true", HttpStatusCode.InternalServerError, 2)]
    [InlineData("TRUE", HttpStatusCode.Conflict, 2)]
    [InlineData("true", HttpStatusCode.OK, 1)]
    [InlineData("perhaps", HttpStatusCode.InternalServerError, 1)]
    [InlineData("perhaps", HttpStatusCode.TooManyRequests, 2)]
    public async Task CompleteChat_UpstreamSaysWhetherToRetry_IsObeyed(string says, HttpStatusCode status, int attempts)
    {
        var upstream = script.Then(status, ("x-should-retry", says)).Then(HttpStatusCode.Accepted).Connect(time, ("RetryDelay", "00:00:00"));

        using var response = await upstream.AskAsync();

        Assert.Equal(attempts, script.Requests.Count);
    }

    [Fact]
    public async Task CompleteChat_UpstreamDown_OpensTheCircuitAndClosesItAgain()
    {
        for (var call = 0; call < 10; call++)
            script.ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError));
        var upstream = script.Then(HttpStatusCode.OK).Connect(time, ("MaxRetries", "0"));

        for (var call = 0; call < 10; call++)
            await Assert.ThrowsAsync<UpstreamException>(upstream.AskAsync);
        var open = await Assert.ThrowsAsync<UpstreamException>(upstream.AskAsync);
        time.Advance(TimeSpan.FromSeconds(6));
        using var response = await upstream.AskAsync();

        Assert.Equal(UpstreamFailure.CircuitOpen, open.Failure);
        Assert.Equal(11, script.Requests.Count);
    }
}
