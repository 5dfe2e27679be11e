using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Candidates;

/// <summary>Upstreams that give one answer to a call are asked as often as answers are wanted.</summary>
public sealed class SeparateCallsTests
{
    private static readonly (string, string) Select = ("x-pflow-mode", "select"), Three = ("x-pflow-candidates", "3");

    private int calls;

    [Fact]
    public async Task Number_Refused_IsLeftOutFromThenOn()
    {
        await using var stage = await StartAsync(refusesNumber: true);

        using var first = await stage.Proxy.PostAsync(Wire.Request, Select, Three);
        using var second = await stage.Proxy.PostAsync(Wire.Request, Select, Three);

        Assert.Equal("selected; candidate=3; of=3", first.Decision());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(4 + 3, stage.Upstream.Seen.Count);
        Assert.Single(stage.Upstream.Seen, seen => seen.Text.Contains("\"n\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Number_Ignored_IsMadeUpForAndLeftOutFromThenOn()
    {
        await using var stage = await StartAsync(refusesNumber: false);

        using var first = await stage.Proxy.PostAsync(Wire.Request, Select, Three);
        using var second = await stage.Proxy.PostAsync(Wire.Request, Select, Three);

        Assert.Equal("selected; candidate=3; of=3", first.Decision());
        Assert.Equal(3 + 3, stage.Upstream.Seen.Count);
        Assert.Single(stage.Upstream.Seen, seen => seen.Text.Contains("\"n\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RequestItself_Refused_PassesTheErrorToItAndRemembersNothing()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return StubUpstream.Json(context, $$"""{"error":{"message":"call {{++calls}}"} }""");
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select);
        using var again = await stage.Proxy.PostAsync(Wire.Request, Select);

        Assert.Equal("""{"error":{"message":"call 2"} }""", await response.Content.ReadAsStringAsync());
        Assert.Equal(Wire.Request, stage.Upstream.Seen[1].Text);
        Assert.Contains("\"n\":4", stage.Upstream.Seen[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_OfAllCalls_IsToldAsOne()
    {
        await using var stage = await StartAsync(refusesNumber: false);

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select, Three);

        var usage = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["usage"]!;
        Assert.Equal((30, 6, 36), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
        Assert.Equal(3, (int)usage["completion_tokens_details"]!["reasoning_tokens"]!);
    }

    [Fact]
    public async Task FurtherCalls_HaveTheirOwnSeedAndNoIdempotencyKey()
    {
        await using var stage = await StartAsync(refusesNumber: false);

        using var response = await stage.Proxy.PostAsync(
            """{"model":"m","seed":41,"messages":[]}""", Select, Three, ("Idempotency-Key", "once"), ("x-other", "stays"));

        Assert.Equal([41, 42, 43], stage.Upstream.Seen.Select(seen => (int)JsonNode.Parse(seen.Text)!["seed"]!).Order());
        Assert.Single(stage.Upstream.Seen, seen => seen.Headers.ContainsKey("Idempotency-Key"));
        Assert.All(stage.Upstream.Seen, seen => Assert.Equal("stays", seen.Headers["x-other"]));
    }

    [Fact]
    public async Task FurtherCall_Fails_IsOneAnswerLess()
    {
        await using var stage = await Stage.StartAsync("Upstream:MaxRetries=0");
        stage.Upstream.Answer = context =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == 2)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return StubUpstream.Json(context, Answer(call == 3 ? "the longest" : "answer"));
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select, Three);

        Assert.Equal("selected; candidate=2; of=2", response.Decision());
        Assert.Contains("the longest", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FurtherCall_ThatCallsATool_IsNoCandidateButCountsInTheUsage()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Interlocked.Increment(ref calls) == 2
            ? """{"choices":[{"index":0,"message":{"content":null,"tool_calls":[{"id":"t"}]}}],"usage":{"completion_tokens":5} }"""
            : """{"choices":[{"index":0,"message":{"content":"answer"}}],"usage":{"completion_tokens":2} }""");

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select, Three);

        Assert.Equal("unchanged; reason=gain_too_small; candidate=1; of=2", response.Decision());
        Assert.Equal(9, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task FurtherCalls_Late_AreLeftOutAndStopped()
    {
        var wait = TimeSpan.FromSeconds(37);
        var time = new WatchedTime(wait);
        await using var stage = await Stage.StartAsync(time, "Alignment:CandidateWait=00:00:37", "Alignment:Budget=00:01:00");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Upstream.Answer = async context =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await StubUpstream.Json(context, Answer("answer"));
                return;
            }

            context.RequestAborted.Register(() => stopped.TrySetResult());
            asked.TrySetResult();
            await stopped.Task;
        };

        var asking = stage.Proxy.PostAsync(Wire.Request, Select, ("x-pflow-candidates", "2"));
        await Task.WhenAll(time.Begun, asked.Task);
        time.Advance(wait);
        using var response = await asking;

        Assert.Equal("unchanged; reason=nothing_to_edit; candidate=1; of=1", Unseen(response.Decision()));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Messages_AreAskedForInCallsOfTheirOwn()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Formats.MessagesWire.Answer(
            Interlocked.Increment(ref calls) == 2 ? "The longest answer." : "Short."));

        using var response = await stage.Proxy.PostAsync("/v1/messages", Wire.Request, Select, Three);

        Assert.Contains("The longest answer.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, stage.Upstream.Seen.Count);
        Assert.All(stage.Upstream.Seen, seen => Assert.Equal(Wire.Request, seen.Text));
    }

    [Theory]
    [InlineData("/v1/messages", "application/json")]
    [InlineData("/v1/messages", "text/event-stream")]
    [InlineData("/v1/responses", "application/json")]
    [InlineData("/v1/responses", "text/event-stream")]
    [InlineData("/v1/completions", "application/json")]
    [InlineData("/v1/completions", "text/event-stream")]
    public async Task EveryFormat_OneAnswerToACall_TakesTheLongest(string path, string type)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            var text = Interlocked.Increment(ref calls) == 2 ? "The longest answer." : "Short.";
            var streams = type != "application/json";
            var body = path switch
            {
                "/v1/messages" => streams ? Formats.MessagesWire.Stream([text]) : Formats.MessagesWire.Answer(text),
                "/v1/responses" => streams ? Formats.ResponsesWire.Stream([text]) : Formats.ResponsesWire.Answer(text),
                _ => streams ? Formats.CompletionsWire.Stream([text]) : Formats.CompletionsWire.Answer(text),
            };
            return streams ? StubUpstream.Events(context, body) : StubUpstream.Json(context, body);
        };

        using var response = await stage.Proxy.PostAsync(path, """{"model":"m","input":"Once","prompt":"Once","messages":[]}""", Select, Three);

        var body = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("; of=3", response.Decision(), StringComparison.Ordinal); // which call came second is chance
        Assert.Contains("The longest answer.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Short.", body, StringComparison.Ordinal);
    }

    // The double tells one answer as one that gained nothing.
    private static string Unseen(string decision) => decision.Replace("gain_too_small", "nothing_to_edit", StringComparison.Ordinal);

    /// <summary>An upstream whose answers get longer with each call, and that has no <c>n</c>.</summary>
    private async Task<Stage> StartAsync(bool refusesNumber)
    {
        var stage = await Stage.StartAsync();
        stage.Upstream.Answer = async context =>
        {
            var hasNumber = (await JsonNode.ParseAsync(context.Request.Body))!["n"] is not null;
            if (hasNumber && refusesNumber)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await StubUpstream.Json(context, """{"error":{"message":"n must be 1"} }""");
                return;
            }

            int call;
            lock (stage)
                call = ++calls;
            await StubUpstream.Json(context, Answer(new string('a', call)));
        };
        return stage;
    }

    private static string Answer(string text) =>
        $$"""
        {"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"completion_tokens_details":{"reasoning_tokens":1} } }
        """;
}
