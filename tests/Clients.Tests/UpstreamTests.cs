using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests;

public sealed class UpstreamTests
{
    private readonly ScriptedUpstream script = new();
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task CompleteChat_AnyBody_SendsBytesTargetAndHeadersUntouched()
    {
        using var response = await script.Then(HttpStatusCode.OK).Connect(time, ("BaseUrl", "https://host/base/v1/")).AskAsync();

        var sent = script.Requests.Single();
        Assert.Equal("https://host/base/v1/chat/completions?api-version=a%2Fb", sent.RequestUri!.OriginalString);
        Assert.Equal("https://host/base/v1/chat/completions?api-version=a%2Fb", sent.RequestUri.AbsoluteUri);
        Assert.Equal(Ask.Body, script.Bodies.Single());
        Assert.Equal("Bearer client", sent.Headers.GetValues("Authorization").Single());
        Assert.Equal(["a", "b"], sent.Headers.GetValues("x-odd"));
        Assert.Equal("application/json; charset=utf-8", sent.Content!.Headers.NonValidated["Content-Type"].ToString());
    }

    [Fact]
    public async Task CompleteChat_ConfiguredKey_ReplacesTheClients()
    {
        using var response = await script.Then(HttpStatusCode.OK).Connect(time, ("ApiKey", "ours")).AskAsync();

        Assert.Equal("Bearer ours", script.Requests.Single().Headers.GetValues("Authorization").Single());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PURGE")]
    public async Task Forward_WithoutBody_KeepsVerbAndSendsNone(string verb)
    {
        var request = Ask.Chat with { Method = HttpMethod.Parse(verb), Target = "/files/a%2Fb/../c" };

        using var response = await script.Then(HttpStatusCode.OK).Connect(time).ForwardAsync(request, null, CancellationToken.None);

        Assert.Equal(verb, script.Requests.Single().Method.Method);
        Assert.Equal("http://upstream/files/a%2Fb/../c", script.Requests.Single().RequestUri!.AbsoluteUri);
        Assert.Empty(script.Bodies.Single());
        Assert.Equal("application/json; charset=utf-8", script.Requests.Single().Content!.Headers.NonValidated["Content-Type"].ToString());
    }

    [Fact]
    public async Task Forward_WithBody_StreamsItOnce()
    {
        using var body = new StreamContent(new MemoryStream([1, 2, 3]));

        using var response = await script.Then(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK).Connect(time).ForwardAsync(Ask.Chat, body, CancellationToken.None);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Message.StatusCode);
        Assert.Equal([1, 2, 3], script.Bodies.Single());
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, UpstreamFailure.Unreachable)]
    [InlineData(HttpRequestError.NameResolutionError, UpstreamFailure.Unreachable)]
    [InlineData(HttpRequestError.SecureConnectionError, UpstreamFailure.Unreachable)]
    [InlineData(HttpRequestError.InvalidResponse, UpstreamFailure.Garbage)]
    [InlineData(HttpRequestError.ResponseEnded, UpstreamFailure.Reset)]
    public async Task CompleteChat_TransportFails_SaysHow(HttpRequestError error, UpstreamFailure failure)
    {
        var upstream = script.ThenThrow(new HttpRequestException(error)).Connect(time, ("MaxRetries", "0"));

        var exception = await Assert.ThrowsAsync<UpstreamException>(upstream.AskAsync);

        Assert.Equal(failure, exception.Failure);
    }

    [Fact]
    public async Task CompleteChat_NoFirstByte_TimesOutOnceAndIsNotRepeated()
    {
        script.Stalls = true;
        var asking = script.Connect(time, ("FirstByteTimeout", "00:00:30")).AskAsync();

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        var exception = await Assert.ThrowsAsync<UpstreamException>(() => asking);

        Assert.Equal(UpstreamFailure.ResponseTimeout, exception.Failure);
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task CompleteChat_CallerGivesUp_IsCancelledNotFailed()
    {
        script.Stalls = true;
        using var caller = new CancellationTokenSource();
        var asking = script.Connect(time).AskAsync(Ask.Chat, Ask.Body, caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Body_FallsSilent_TimesOut()
    {
        using var response = await script.ThenBody(new SilentStream()).Connect(time, ("IdleTimeout", "00:00:20")).AskAsync();

        var reading = response.Body.ReadAsync(new byte[8], CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(21));
        var exception = await Assert.ThrowsAsync<UpstreamException>(() => reading);

        Assert.Equal(UpstreamFailure.IdleTimeout, exception.Failure);
    }

    [Fact]
    public async Task Body_ComesAfterTheFirstBytesTime_IsOnTheIdleClock()
    {
        using var response = await script.ThenBody(new SilentStream())
            .Connect(time, ("FirstByteTimeout", "00:00:05"), ("TotalTimeout", "00:00:10"), ("IdleTimeout", "00:00:20")).AskAsync();

        time.Advance(TimeSpan.FromSeconds(30)); // nobody reads, so it is not silent
        var reading = response.Body.ReadAsync(new byte[8], CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<UpstreamException>(() => reading);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_CallerOrReaderLeaves_IsCancelledNotFailed(bool callerLeaves)
    {
        using CancellationTokenSource caller = new(), reader = new();
        using var response = await script.ThenBody(new SilentStream()).Connect(time).AskAsync(Ask.Chat, Ask.Body, caller.Token);
        var reading = response.Body.ReadAsync(new byte[8], reader.Token).AsTask();

        await (callerLeaves ? caller : reader).CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Body_BreaksOff_IsReset()
    {
        using var response = await script.ThenBody(new SilentStream { Broken = true }).Connect(time).AskAsync();

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => response.Body.ReadAsync(new byte[8], CancellationToken.None).AsTask());

        Assert.Equal(UpstreamFailure.Reset, exception.Failure);
    }
}
