using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Formats;

namespace PreferenceFlow.Service.Tests.Candidates;

/// <summary>The upstream is asked to rework its own answer.</summary>
public sealed class RevisionTests
{
    private static readonly (string, string) Revise = ("x-pflow-mode", "revise");

    private int calls;

    [Fact]
    public async Task Revise_BetterAnswer_LeavesInTheFirstOnesPlace()
    {
        await using var stage = await StartAsync("first", "reworked");

        using var response = await stage.Proxy.PostAsync(
            """{"model":"m","n":1,"messages":[{"role":"user","content":"the question"}],"temperature":1.0}""", Revise);

        Assert.Equal(Answer("reworked", 20, 4, 24), await response.Content.ReadAsStringAsync());
        Assert.Equal("revised", response.Decision());
        Assert.Equal(CandidateOrigin.Reworked, stage.Proxy.Selector.Last!.Origin);
        Assert.Equal(["first", "reworked"], stage.Proxy.Selector.Last.Answers);
        var asked = JsonNode.Parse(stage.Upstream.Seen[1].Text)!;
        Assert.Equal(["user", "assistant", "user"], asked["messages"]!.AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal("first", (string)asked["messages"]![1]!["content"]!);
        Assert.Contains("\nBetter liked 1:\nthe better liked for first", (string)asked["messages"]![2]!["content"]!, StringComparison.Ordinal);
        Assert.Null(asked["n"]);
        Assert.Contains("\"temperature\":1.0", stage.Upstream.Seen[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revise_NoBetter_KeepsTheFirstAndTellsWhatBothTook()
    {
        await using var stage = await StartAsync("the first", "worse");

        using var response = await stage.Proxy.PostAsync(Wire.Request, Revise);

        Assert.Equal(Answer("the first", 20, 4, 24), await response.Content.ReadAsStringAsync());
        Assert.Equal("unchanged; reason=gain_too_small", response.Decision());
    }

    [Fact]
    public async Task Revise_SecondCallFails_KeepsTheFirst()
    {
        await using var stage = await Stage.StartAsync("Upstream:MaxRetries=0");
        stage.Upstream.Answer = context =>
        {
            if (++calls == 2)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return StubUpstream.Json(context, Answer("first", 10, 2, 12));
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, Revise);

        Assert.Equal(Answer("first", 10, 2, 12), await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=upstream_failed", response.Decision());
    }

    [Fact]
    public async Task Revise_Stream_IsHeldAndItsTextReplaced()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => ++calls == 1
            ? StubUpstream.Events(context, Wire.Chunk("fir") + Wire.Chunk("st") + Wire.Finish() + Wire.Done)
            : StubUpstream.Json(context, Answer("reworked", 1, 1, 2));

        using var response = await stage.Proxy.PostAsync(
            """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"q"}]}""", Revise);

        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("reworked", body, StringComparison.Ordinal);
        Assert.DoesNotContain("fir", body, StringComparison.Ordinal);
        Assert.EndsWith(Wire.Finish() + Wire.Done, body, StringComparison.Ordinal);
        Assert.DoesNotContain("stream", stage.Upstream.Seen[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revise_Messages_GoesOnWithTheConversation()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, MessagesWire.Answer(++calls == 1 ? "First." : "Reworked, and better."));

        using var response = await stage.Proxy.PostAsync("/v1/messages", Wire.Request, Revise);

        Assert.Contains("Reworked, and better.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("First.", (string)JsonNode.Parse(stage.Upstream.Seen[1].Text)!["messages"]![1]!["content"]!);
    }

    [Theory]
    [InlineData("\"the question\"")]
    [InlineData("""[{"role":"user","content":"the question"}]""")]
    public async Task Revise_Responses_GoesOnWithItsInput(string input)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, ResponsesWire.Answer(++calls == 1 ? "First." : "Reworked, and better."));

        using var response = await stage.Proxy.PostAsync("/v1/responses", $$"""{"model":"m","input":{{input}} }""", Revise);

        Assert.Contains("Reworked, and better.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var turns = JsonNode.Parse(stage.Upstream.Seen[1].Text)!["input"]!.AsArray();
        Assert.Equal(["the question", "First."], turns.Take(2).Select(turn => (string)turn!["content"]!));
    }

    [Fact]
    public async Task Revise_LegacyCompletion_IsAskedForOnce()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, CompletionsWire.Answer("A text."));

        using var response = await stage.Proxy.PostAsync("/v1/completions", """{"model":"m","prompt":"Once"}""", Revise);

        Assert.Equal("bypassed; reason=not_reworkable", response.Decision());
        Assert.Single(stage.Upstream.Seen);
    }

    private async Task<Stage> StartAsync(string first, string reworked)
    {
        var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Answer(++calls == 1 ? first : reworked, 10, 2, 12));
        return stage;
    }

    private static string Answer(string text, int prompt, int completion, int total) =>
        $$"""
        {"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":{{prompt}},"completion_tokens":{{completion}},"total_tokens":{{total}} } }
        """;
}
