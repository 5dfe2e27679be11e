using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Candidates;

/// <summary>Several answers in one call, of which one leaves.</summary>
public sealed class SelectedAnswerTests
{
    private const string Usage = """{"prompt_tokens":7,"completion_tokens":30,"total_tokens":37}""";

    [Fact]
    public async Task Select_BestOfThree_LeavesAloneAsChoiceZero()
    {
        await using var stage = await SelectingAsync("short", "the longest of them", "middling");

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"), ("x-pflow-candidates", "3"));

        Assert.Equal(Body(Choice("the longest of them")), await response.Content.ReadAsStringAsync());
        Assert.Equal("selected; candidate=2; of=3", response.Decision());
        Assert.Equal("14", response.Headers.GetValues("x-pflow-gain").Single());
        Assert.Equal("0.333", response.Headers.GetValues("x-pflow-agreement").Single());
        Assert.Equal(3, (int)JsonNode.Parse(stage.Upstream.Seen.Single().Text)!["n"]!);
        Assert.Equal("the question", stage.Proxy.Selector.Last!.Prompt);
    }

    [Fact]
    public async Task Select_FirstIsBest_LeavesAlone()
    {
        await using var stage = await SelectingAsync("the longest of them", "short");

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"), ("x-pflow-candidates", "2"));

        Assert.Equal(Body(Choice("the longest of them")), await response.Content.ReadAsStringAsync());
        Assert.Equal("unchanged; reason=gain_too_small; candidate=1; of=2", response.Decision());
    }

    [Fact]
    public async Task Select_WithoutNumber_AsksForFour()
    {
        await using var stage = await SelectingAsync("a", "b", "c", "d");

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"));

        Assert.Contains("\"n\":4", stage.Upstream.Seen.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_ClientAskedForTwo_GetsTwoWithTheBestInFront()
    {
        await using var stage = await SelectingAsync("first", "second", "the longest of them", "fourth");
        var request = """{"model":"m","n":2,"messages":[],"preference_flow":{"mode":"select","candidates":4}}""";

        using var response = await stage.Proxy.PostAsync(request);

        Assert.Equal(Body(Choice("the longest of them"), Choice("first", 1)), await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"model":"m","n":4,"messages":[]}""", stage.Upstream.Seen.Single().Text);
    }

    [Fact]
    public async Task Select_AllAskedForAndFirstBest_IsByteForByteTheUpstreams()
    {
        await using var stage = await SelectingAsync("the longest", "second");
        stage.Upstream.Answer = context =>
        {
            context.Response.Headers.ETag = "\"of these bytes\"";
            return StubUpstream.Json(context, Body(Choice("the longest"), Choice("second", 1)));
        };

        using var response = await stage.Proxy.PostAsync(
            """{"model":"m","n":2,"messages":[]}""", ("x-pflow-mode", "select"), ("x-pflow-candidates", "2"));

        Assert.Equal(Body(Choice("the longest"), Choice("second", 1)), await response.Content.ReadAsStringAsync());
        Assert.Equal("\"of these bytes\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Select_FirstCallsATool_KeepsItAndNoOther()
    {
        await using var stage = await SelectingAsync("ignored");
        var call = """{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t"}]},"finish_reason":"tool_calls"}""";
        stage.Upstream.Answer = context => StubUpstream.Json(context, Body(call, Choice("an answer in words", 1)));

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"), ("x-pflow-candidates", "2"));

        Assert.Equal(Body(call), await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=no_text", response.Decision());
    }

    [Theory]
    [InlineData("auto", "3", "selected; candidate=2; of=3; then=edited", "a good long answer")]
    [InlineData("select", "3", "selected; candidate=2; of=3", "a bad long answer")]
    [InlineData("select", "1", "bypassed; reason=nothing_to_choose", "bad")]
    [InlineData("edit", "3", "edited", "good")]
    [InlineData("auto", "1", "edited", "good")]
    [InlineData("off", "3", "bypassed; reason=off", "bad")]
    [InlineData("shadow", "3", "shadow; would=edited", "bad")]
    public async Task Mode_WithCandidates_DoesWhatItSays(string mode, string candidates, string decision, string text)
    {
        await using var stage = await SelectingAsync("bad", "a bad long answer", "so so");

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", mode), ("x-pflow-candidates", candidates));

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(decision, response.Decision());
        Assert.Equal(text, (string)body["choices"]!.AsArray().Single()!["message"]!["content"]!);
    }

    [Fact]
    public async Task Select_UpstreamError_PassesAsItCame()
    {
        await using var stage = await SelectingAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return StubUpstream.Json(context, """{"error": "who are you"}""");
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"error": "who are you"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=upstream_error", response.Decision());
    }

    [Fact]
    [Trait("Threat", "one request has the upstream make many answers")]
    public async Task Select_KeyMayAskForTwo_RefusesThree()
    {
        await using var stage = await Stage.StartAsync(TestKey.Settings("Candidates=2"));

        using var response = await stage.Proxy.PostAsync(
            Wire.Request, TestKey.Header, ("x-pflow-mode", "select"), ("x-pflow-candidates", "3"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("candidates_not_allowed", (await response.ErrorAsync()).GetProperty("code").GetString());
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("Alignment:Candidates=2", "x-pflow-objectives", "helpful=1, harmless = 0.5", 1.0, 0.5)]
    [InlineData("Alignment:Objectives:helpful=2", "x-pflow-min-gain", "0", 2.0, null)]
    [InlineData("Alignment:Objectives:honest=2", "x-pflow-min-gain", "0", null, null)] // not in the bundle
    [InlineData("Alignment:Objectives:helpful=2", "x-pflow-objectives", "harmless=3", null, 3.0)]
    public async Task Objectives_OfRequestOrConfiguration_ReachTheChoice(
        string setting, string header, string value, double? helpful, double? harmless)
    {
        await using var stage = await SelectingAsync(["a", "b"], setting);

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "select"), (header, value));

        var weights = stage.Proxy.Selector.Last!.Objectives;
        double? Of(string name) => weights is not null && weights.TryGetValue(name, out var weight) ? weight : null;
        Assert.Equal((helpful, harmless), (Of("helpful"), Of("harmless")));
    }

    [Theory]
    [InlineData("""{"honest":1}""", "unknown_objective", "the bundle has helpful, harmless")]
    [InlineData("""{"helpful":-1}""", "invalid_option", "by name")]
    [InlineData("""{"helpful":0}""", "invalid_option", "by name")]
    [InlineData("""{"helpful":"much"}""", "invalid_option", "by name")]
    [InlineData("\"helpful\"", "invalid_option", "by name")]
    public async Task Objectives_OfNoUse_AreRefused(string objectives, string code, string says)
    {
        await using var stage = await SelectingAsync("a", "b");

        using var response = await stage.Proxy.PostAsync(
            $$$"""{"model":"m","messages":[],"preference_flow":{"mode":"select","objectives":{{{objectives}}}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await response.ErrorAsync();
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen);
    }

    /// <summary>An upstream that gives these answers, or as many of them as it is asked for.</summary>
    private static Task<Stage> SelectingAsync(params string[] answers) => SelectingAsync(answers, "Alignment:MaxEdits=100");

    private static async Task<Stage> SelectingAsync(string[] answers, string setting)
    {
        var stage = await Stage.StartAsync(setting);
        stage.Upstream.Answer = async context =>
        {
            var asked = (int?)(await JsonNode.ParseAsync(context.Request.Body))!["n"] ?? 1;
            await StubUpstream.Json(context, Body([.. answers.Take(asked).Select((answer, index) => Choice(answer, index))]));
        };
        return stage;
    }

    private static string Body(params string[] choices) =>
        $$"""{"id":"c1", "object":"chat.completion","choices":[{{string.Join(",", choices)}}],"usage":{{Usage}} }""";

    private static string Choice(string text, int index = 0) =>
        $$"""{"index":{{index}},"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}""";
}
