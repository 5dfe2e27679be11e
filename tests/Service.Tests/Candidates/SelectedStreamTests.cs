using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Candidates;

/// <summary>Several answers as streams, held, of which one leaves.</summary>
public sealed class SelectedStreamTests
{
    private const string UsageChunk = """
        data: {"id":"c1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":9,"total_tokens":16} }


        """;

    private static readonly (string, string) Select = ("x-pflow-mode", "select"), Two = ("x-pflow-candidates", "2");

    private int calls;

    [Fact]
    public async Task Stream_OfTwoChoices_LeavesTheBestAsChoiceZero()
    {
        await using var stage = await StartAsync(
            Wire.Chunk("no"), Wire.Chunk("the ", 1), Wire.Finish(), Wire.Chunk("longest", 1), Wire.Finish(1), UsageChunk, Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, Select, Two);

        Assert.Equal(
            Wire.Chunk("the ") + Wire.Chunk("longest") + Wire.Finish() + UsageChunk + Wire.Done, await response.Content.ReadAsStringAsync());
        Assert.Equal("selected; candidate=2; of=2", response.Decision());
    }

    [Fact]
    public async Task Stream_FirstIsBest_LosesTheOtherAndNothingElse()
    {
        await using var stage = await StartAsync(
            ": hello\n\n", Wire.Chunk("the longest"), Wire.Chunk("no", 1), Wire.Finish(1), Wire.Finish(), Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, Select, Two);

        Assert.Equal(": hello\n\n" + Wire.Chunk("the longest") + Wire.Finish() + Wire.Done, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_OfItsOwnForEachAnswer_IsTheBestWithTheUsageOfAll()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, string.Concat(
            Wire.Chunk(Interlocked.Increment(ref calls) == 2 ? "the longest" : "no"), Wire.Finish(), UsageChunk, Wire.Done));

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, Select, Two);

        Assert.Equal(
            Wire.Chunk("the longest") + Wire.Finish()
                + UsageChunk.Replace(":7", ":14", StringComparison.Ordinal).Replace(":9", ":18", StringComparison.Ordinal).Replace(":16", ":32", StringComparison.Ordinal)
                + Wire.Done,
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_ModeAuto_IsEditedAfterTheChoice()
    {
        await using var stage = await StartAsync(
            Wire.Chunk("no"), Wire.Chunk("a bad ", 1), Wire.Chunk("answer", 1), Wire.Finish(), Wire.Finish(1), Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, ("x-pflow-mode", "auto"), Two);

        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("a good ", body, StringComparison.Ordinal);
        Assert.Equal("selected; candidate=2; of=2; then=edited", response.Decision());
        Assert.DoesNotContain("\"index\":1", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_BreaksOff_GivesWhatCameOfTheFirstAndAnError()
    {
        using var upstream = FaultyUpstream.Sending(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n{Wire.Chunk("one ")}{Wire.Chunk("two ", 1)}");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.PostAsync(Wire.StreamRequest, Select, Two);

        var body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith(Wire.Chunk("one ") + "data: {\"error\":", body, StringComparison.Ordinal);
        Assert.DoesNotContain("two", body, StringComparison.Ordinal);
        Assert.Equal("bypassed; reason=upstream_failed", response.Decision());
    }

    [Fact]
    public async Task Stream_CallsATool_PassesTheFirstAlone()
    {
        var call = "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\"}]}}]}\n\n";
        await using var stage = await StartAsync(Wire.Chunk("in words", 1), call, Wire.Finish(1), Wire.Finish(), Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, Select, Two);

        Assert.Equal(call + Wire.Finish() + Wire.Done, await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=tool_calls", response.Decision());
    }

    [Fact]
    public async Task Stream_NotToBeHeld_IsAskedForOnce()
    {
        await using var stage = await StartAsync(Wire.Chunk("all of it"), Wire.Finish(), Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, ("x-pflow-mode", "auto"), Two, ("x-pflow-stream", "off"));

        Assert.Equal(Wire.StreamRequest, stage.Upstream.Seen.Single().Text);
        Assert.Equal(Wire.Chunk("all of it") + Wire.Finish() + Wire.Done, await response.Content.ReadAsStringAsync());
    }

    private static async Task<Stage> StartAsync(params string[] events)
    {
        var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, string.Concat(events));
        return stage;
    }
}
