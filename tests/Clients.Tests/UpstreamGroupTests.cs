using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests;

/// <summary>Several upstreams: who comes first, and when another one is asked.</summary>
public sealed class UpstreamGroupTests
{
    private static readonly HttpRequestException Refused = new(HttpRequestError.ConnectionError);

    private readonly ScriptedUpstream script = new();
    private readonly FakeTimeProvider time = new();

    private IEnumerable<string> Hosts => script.Requests.Select(request => request.RequestUri!.Host);

    [Fact]
    public async Task FirstAnswers_TheOtherIsNotAsked()
    {
        using var response = await Connect(script.Then(HttpStatusCode.OK)).AskAsync();

        Assert.Equal(["first"], Hosts);
        Assert.Equal("Bearer key-of-first", script.Requests[0].Headers.GetValues("Authorization").Single());
    }

    [Fact]
    public async Task FirstRefusesConnections_TheOtherIsAskedWithItsOwnKey()
    {
        using var response = await Connect(script.ThenThrow(Refused).ThenThrow(Refused).Then(HttpStatusCode.OK)).AskAsync();

        Assert.Equal(["first", "first", "second"], Hosts);
        Assert.Equal("Bearer key-of-second", script.Requests[2].Headers.GetValues("Authorization").Single());
        Assert.All(script.Bodies, body => Assert.Equal(Ask.Body, body));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 2, 3)] // repeated once, then asked elsewhere
    [InlineData(HttpStatusCode.ServiceUnavailable, 2, 3)]
    [InlineData(HttpStatusCode.InternalServerError, 1, 1)]
    [InlineData(HttpStatusCode.RequestTimeout, 2, 2)]
    [InlineData(HttpStatusCode.BadRequest, 1, 1)]
    public async Task FirstSaysNo_TheOtherIsAskedOnlyWhereItIsBusy(HttpStatusCode status, int ofFirst, int attempts)
    {
        for (var attempt = 0; attempt < ofFirst; attempt++)
            script.Then(status);

        using var response = await Connect(script.Then(HttpStatusCode.OK)).AskAsync();

        Assert.Equal(attempts, script.Requests.Count);
        Assert.Equal(attempts > ofFirst ? HttpStatusCode.OK : status, response.Message.StatusCode);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.InvalidResponse)]
    public async Task FirstMayHaveWorkedOnIt_TheOtherIsNotAsked(HttpRequestError error)
    {
        var upstream = Connect(script.ThenThrow(new HttpRequestException(error)).Then(HttpStatusCode.OK));

        await Assert.ThrowsAsync<UpstreamException>(upstream.AskAsync);

        Assert.Equal(["first"], Hosts);
    }

    [Fact]
    public async Task FirstBusyOtherDown_TheBusyOnesAnswerIsGiven()
    {
        script.Then(HttpStatusCode.TooManyRequests, ("x-should-retry", "false"), ("retry-after", "9")).ThenThrow(Refused);

        using var response = await Connect(script).AskAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
        Assert.Equal("body", await response.Message.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["first", "second", "second"], Hosts);
    }

    [Fact]
    public async Task BothDown_FailsAsTheLast()
    {
        var exception = await Assert.ThrowsAsync<UpstreamException>(Connect(script.ThenThrow(Refused)).AskAsync);

        Assert.Equal(UpstreamFailure.Unreachable, exception.Failure);
        Assert.Equal(["first", "first", "second", "second"], Hosts);
    }

    [Fact]
    public async Task FirstFoundDown_IsLeftAloneAndTheOtherHasABreakerOfItsOwn()
    {
        for (var call = 0; call < 10; call++)
            script.ThenThrow(Refused).Then(HttpStatusCode.OK);
        var upstream = Connect(script, ("MaxRetries", "0"));

        for (var call = 0; call < 11; call++)
        {
            using var response = await upstream.AskAsync();
            Assert.Equal(HttpStatusCode.OK, response.Message.StatusCode);
        }

        Assert.Equal(10, Hosts.Count(host => host == "first"));
        Assert.Equal(11, Hosts.Count(host => host == "second"));
    }

    [Fact]
    public async Task StreamedBody_IsSentToOneOnly()
    {
        using var body = new StreamContent(new MemoryStream([1, 2, 3]));
        var upstream = Connect(script.ThenThrow(Refused).Then(HttpStatusCode.OK));

        await Assert.ThrowsAsync<UpstreamException>(() => upstream.ForwardAsync(Ask.Chat, body, CancellationToken.None));

        Assert.Equal(["first"], Hosts);
    }

    [Fact]
    public async Task PassedBytes_AreSentToTheOtherWithTheSameHeaders()
    {
        var upstream = Connect(script.ThenThrow(Refused).Then(HttpStatusCode.OK));

        using var response = await upstream.PassAsync(Ask.Chat with { Repeatable = false }, Ask.Body, TestContext.Current.CancellationToken);

        Assert.Equal(["first", "second"], Hosts);
        Assert.All(script.Bodies, body => Assert.Equal(Ask.Body, body));
        Assert.Equal("Bearer key-of-second", script.Requests[1].Headers.GetValues("Authorization").Single());
        Assert.Equal("application/json; charset=utf-8", script.Requests[1].Content!.Headers.NonValidated["Content-Type"].ToString());
    }

    [Fact]
    public async Task Total_HoldsOverAllUpstreams()
    {
        script.ThenThrow(Refused).ThenThrow(Refused).Then(HttpStatusCode.TooManyRequests, ("retry-after", "50")).Then(HttpStatusCode.OK);
        var asking = Connect(script, ("RetryDelay", "00:00:30"), ("TotalTimeout", "00:01:00"), ("FirstByteTimeout", "00:01:00")).AskAsync();

        time.Advance(TimeSpan.FromSeconds(30)); // the first one's pause; of the minute less is left than the second one asks for
        using var response = await asking;

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Message.StatusCode);
        Assert.Equal(["first", "first", "second"], Hosts);
    }

    [Fact]
    public async Task Weights_ShareTheRequests()
    {
        UpstreamAddress[] all = [new() { BaseUrl = "a", Weight = 3 }, new() { BaseUrl = "b" }, new() { BaseUrl = "c", Weight = 0 }];
        var group = new UpstreamGroup(new() { Upstreams = all }, time, new Random(1).NextDouble);
        var asked = new List<string>();

        for (var call = 0; call < 2000; call++)
        {
            var context = UpstreamResilience.Begin(Ask.Chat, time, TestContext.Current.CancellationToken);
            var outcome = await group.AskAsync(new(Ask.Chat, Send, TestContext.Current.CancellationToken), context);
            outcome.Result!.Dispose();
        }

        Assert.InRange(asked.Count(address => address == "b"), 450, 550); // a quarter of them, deviation 19
        Assert.DoesNotContain("c", asked);

        Task<HttpResponseMessage> Send(UpstreamRequest request, CancellationToken cancellationToken)
        {
            asked.Add(request.To!.BaseUrl!);
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private Upstream Connect(ScriptedUpstream scripted, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["BaseUrl"] = null!,
            ["Upstreams:0:BaseUrl"] = "http://first",
            ["Upstreams:0:ApiKey"] = "key-of-first",
            ["Upstreams:1:BaseUrl"] = "http://second/v1",
            ["Upstreams:1:ApiKey"] = "key-of-second",
            ["Upstreams:1:Weight"] = "0",
            ["MaxRetries"] = "1",
            ["RetryDelay"] = "00:00:00",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return scripted.Connect(time, [.. all.Select(pair => (pair.Key, pair.Value))]);
    }
}
