using PreferenceFlow.Service.Streams;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>No edit can lead beyond the request's limit of tokens, whatever the tokenizer. The edit puts in "good" for "bad".</summary>
public sealed class TokenLimitTests
{
    private const string Refused = "unchanged; reason=guard_refused";

    // "A bad day." has 10 bytes and becomes 11; the words put in have 4.
    [Theory]
    [InlineData("chat", "\"max_tokens\":11", "", "edited")]                             // not more bytes than tokens
    [InlineData("chat", "\"max_tokens\":10", "", Refused)]
    [InlineData("chat", "\"max_tokens\":10", "\"usage\":{\"completion_tokens\":6}", "edited")] // 6 and 4
    [InlineData("chat", "\"max_tokens\":10", "\"usage\":{\"completion_tokens\":7}", Refused)]
    [InlineData("chat", "\"max_completion_tokens\":10", "\"usage\":{\"completion_tokens\":10}", Refused)]
    [InlineData("chat", "\"max_tokens\":500,\"max_completion_tokens\":10", "\"usage\":{\"completion_tokens\":10}", Refused)]
    [InlineData("chat", "\"max_tokens\":1e3", "", Refused)]
    [InlineData("chat", "\"max_tokens\":null", "", "edited")]
    [InlineData("completions", "\"max_tokens\":10", "\"usage\":{\"completion_tokens\":10}", Refused)]
    [InlineData("completions", "\"max_tokens\":10", "\"usage\":{\"completion_tokens\":2}", "edited")]
    [InlineData("responses", "\"max_output_tokens\":10", "\"usage\":{\"output_tokens\":10}", Refused)]
    [InlineData("responses", "\"max_output_tokens\":10", "\"usage\":{\"output_tokens\":2}", "edited")]
    [InlineData("messages", "\"max_tokens\":10", "\"usage\":{\"output_tokens\":10}", Refused)]
    [InlineData("messages", "\"max_tokens\":10", "\"usage\":{\"output_tokens\":2}", "edited")]
    public async Task Document_Limited_IsEditedWhereItSurelyFits(string name, string limit, string usage, string decision)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        string Answer(string text) => usage.Length == 0 ? format.Answer(text) : format.Answer(text).TrimEnd()[..^1] + $",{usage}}}";
        stage.Upstream.Answer = context => StubUpstream.Json(context, Answer("A bad day."));

        using var response = await stage.Proxy.PostAsync(format.Path, $"{{{limit},{format.Question}}}");

        Assert.Equal(decision, response.Decision());
        Assert.Equal(Answer(decision == "edited" ? "A good day." : "A bad day."), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(9, "edited")]  // with both words 8 put in
    [InlineData(5, "edited")]  // with one
    [InlineData(3, Refused)]
    public async Task Choices_Limited_ShareTheLimit(int left, string decision)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(
            context,
            """{"choices":[{"message":{"content":"bad a"}},{"message":{"content":"bad b"}}],"usage":{"completion_tokens":1}}""");

        using var response = await stage.Proxy.PostAsync(Wire.Request[..^1] + $",\"max_tokens\":{1 + left}}}");

        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(decision, response.Decision());
        Assert.Equal(left / 4, body.Split("good").Length - 1);
    }

    [Theory]
    [InlineData(11, 6, "edited")]
    [InlineData(11, 12, "edited")] // 11 bytes are 11 tokens at most
    [InlineData(10, 6, "edited")]
    [InlineData(10, 7, Refused)]
    public async Task Stream_HeldAndLimited_GoesByTheUsageAtItsEnd(int limit, int used, string decision)
    {
        await using var stage = await Stage.StartAsync("Alignment:StreamPolicy=hold");
        stage.Upstream.Answer = context => StubUpstream.Events(
            context,
            Wire.Chunk("A bad") + Wire.Chunk(" day.") + Wire.Finish() +
            $"data: {{\"choices\":[],\"usage\":{{\"completion_tokens\":{used}}}}}\n\n" + Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest[..^1] + $",\"max_tokens\":{limit}}}");

        Assert.Equal(decision, response.Decision());
    }

    // A stream may go on to the limit, whatever it has used so far.
    [Theory]
    [InlineData("bad", "good", ",\"max_tokens\":1000", "unchanged; reason=guard_refused; gain=0")]
    [InlineData("bad", "good", "", "edited; gain=0")]
    [InlineData("terrible", "bad", ",\"max_tokens\":1000", "edited; gain=0")]
    public async Task Stream_BySentencesAndLimited_GrowsNoLonger(string word, string replacement, string limit, string decision)
    {
        await using var upstream = await StubUpstream.StartAsync();
        upstream.Answer = context => StubUpstream.Events(
            context, Wire.Chunk($"A {word} day. ") + Wire.Chunk("Bye.") + Wire.Finish() + Wire.Done);
        await using var proxy = await Proxy.StartAsync(upstream.Address, new SentenceAligner(word, replacement));

        using var response = await proxy.PostAsync(Wire.StreamRequest[..^1] + $"{limit}}}");

        var text = decision.StartsWith("edited", StringComparison.Ordinal) ? replacement : word;
        Assert.Equal(
            Wire.Chunk($"A {text} day. ") + Wire.Chunk("Bye.") + Wire.Finish() + $": pflow decision={decision}\n\n" + Wire.Done,
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public void StreamRoom_WhatEditsSave_LaterOnesMaySpend()
    {
        var room = new StreamRoom(limited: true);

        Assert.False(room.Allow("bad", "good"));
        room.Add("Käse", "Kase");
        Assert.True(room.Allow("bad", "good"));
        room.Add("bad", "good");
        Assert.False(room.Allow("bad", "good"));
        Assert.True(room.Allow("good", "fine"));
        Assert.True(new StreamRoom(limited: false).Allow("bad", "good"));
    }
}
