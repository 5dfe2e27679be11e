using System.Net;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Access;

public sealed class KeyLimitTests
{
    private const string Answer = """{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":70,"completion_tokens":30,"total_tokens":100}}""";

    [Fact]
    public void Bucket_TakenAndOwed_FillsEvenly()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(60, time);

        Assert.True(bucket.TryTake(1));
        bucket.Charge(89);

        Assert.Equal(-30, bucket.Level, 9);
        Assert.False(bucket.TryTake(0));
        Assert.Equal(TimeSpan.FromSeconds(31), bucket.Until(1));
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(bucket.TryTake(1));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(60, bucket.Level, 9); // never above its capacity
    }

    [Fact]
    [Trait("Threat", "one client takes it all")]
    public async Task Requests_BeyondTheMinutes_Return429UntilItFills()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.StartAsync(time, [.. TestKey.Settings("RequestsPerMinute=2"), .. TestKey.Settings(1, "other")]);

        using var first = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        using var second = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        using var third = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        using var others = await stage.Proxy.PostAsync(Wire.Request, ("api-key", "other"));
        time.Advance(TimeSpan.FromSeconds(30));
        using var later = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);

        Assert.Equal([200, 200, 429, 200, 200], new[] { first, second, third, others, later }.Select(response => (int)response.StatusCode));
        var error = await third.ErrorAsync();
        Assert.Equal(("requests", "rate_limit_exceeded"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        string[] names =
        [
            "retry-after", "retry-after-ms", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        ];
        Assert.Equal(["30", "30000", "2", "0", "60000ms"], names.Select(name => third.Headers.GetValues(name).Single()));
        Assert.DoesNotContain(first.Headers, header => header.Key.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Threat", "one client takes it all")]
    public async Task Tokens_BeyondTheMinutes_Return429UntilTheyArePaid()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.StartAsync(time, TestKey.Settings("TokensPerMinute=60"));
        stage.Upstream.Answer = context => StubUpstream.Json(context, Answer);

        using var first = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        Assert.Equal(Answer, await first.Content.ReadAsStringAsync());
        using var second = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        time.Advance(TimeSpan.FromSeconds(41));
        using var third = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);

        Assert.Equal([200, 429, 200], new[] { first, second, third }.Select(response => (int)response.StatusCode));
        Assert.Equal("tokens", (await second.ErrorAsync()).GetProperty("type").GetString());
        Assert.Equal("41", second.Headers.GetValues("retry-after").Single()); // 40 owed, and one to be there
    }

    [Theory]
    [InlineData("/v1/chat/completions", "edit")]
    [InlineData("/v1/chat/completions", "off")]
    [InlineData("/v1/chat/completions", "shadow")]
    [InlineData("/v1/other", "off")]
    public async Task Tokens_OfAStream_AreTheOnesItTells(string path, string mode)
    {
        await using var stage = await Stage.StartAsync([.. TestKey.Settings("TokensPerMinute=60"), "Logging:LogLevel:Default=Debug"]);
        stage.Upstream.Answer = context => StubUpstream.Events(
            context, Wire.Chunk("fine") + Wire.Finish() + "data: {\"choices\":[],\"usage\":{\"total_tokens\":12}}\n\n" + Wire.Done);
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(Wire.StreamRequest),
            Headers = { { "api-key", TestKey.Value }, { "x-pflow-mode", mode } },
        };
        request.Content.Headers.ContentType = new("application/json");

        using var response = await stage.Proxy.Http.SendAsync(request);

        Assert.Contains("\"total_tokens\":12", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await LoggedAsync(stage, "used 12 tokens (told)");
    }

    [Fact]
    public async Task Tokens_OfWhatFailed_AreNotCounted()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings("TokensPerMinute=1"));

        using var bad = await stage.Proxy.PostAsync("{", TestKey.Header);
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = 400;
            return StubUpstream.Json(context, Answer);
        };
        using var failed = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        using var again = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);

        Assert.Equal([400, 400, 400], new[] { bad, failed, again }.Select(response => (int)response.StatusCode));
    }

    [Fact]
    [Trait("Threat", "one client takes it all")]
    public async Task Concurrent_BeyondTheLimit_Returns429UntilOneEnds()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings("Concurrent=1"));
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        stage.Upstream.Answer = async context =>
        {
            asked.TrySetResult();
            await release.Task;
            await StubUpstream.Json(context, Answer);
        };

        var running = stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        await asked.Task;
        using var refused = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
        release.SetResult();
        using var first = await running;
        await first.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("1", refused.Headers.GetValues("retry-after").Single());
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        HttpStatusCode status;
        do // the place is free when the request has ended here, a moment after its last byte
        {
            using var next = await stage.Proxy.PostAsync(Wire.Request, TestKey.Header);
            status = next.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Limit_OfAnthropicsEndpoint_IsToldInItsShape()
    {
        await using var stage = await Stage.StartAsync(new FakeTimeProvider(), TestKey.Settings("RequestsPerMinute=1"));
        HttpRequestMessage Request() => new(HttpMethod.Get, "/v1/messages/batches") { Headers = { { "x-api-key", TestKey.Value } } };

        using var first = await stage.Proxy.Http.SendAsync(Request());
        using var second = await stage.Proxy.Http.SendAsync(Request());

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.StartsWith("""{"type":"error","error":{"type":"rate_limit_error",""", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // It is written when the request has ended, a moment after the client has its last byte.
    private static async Task LoggedAsync(Stage stage, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!stage.Proxy.Logs.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
