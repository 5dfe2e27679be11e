using OpenAI.Chat;
using PreferenceFlow.Replay;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests;

/// <summary>The official OpenAI client, the proxy and the replay upstream, over real HTTP.</summary>
public sealed class OpenAiClientTests
{
    private static readonly RecordedAnswers Answers = new([
        new("How are you?", "I had a bad day, a really bad one."),
        new("Other?", "Nothing to see."),
        new("And now?", "A bad day. Is it 😀 bad?\n\n```\nbad = 1\n```\nSo bad."),
    ]);

    [Fact]
    public async Task CompleteChat_ThroughProxy_ReturnsAlignedText()
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new WordAligner("bad", "good"));

        ChatCompletion completion = await proxy.Chat("gpt-4o").CompleteChatAsync([new UserChatMessage("How are you?")]);

        Assert.Equal("I had a good day, a really good one.", completion.Content[0].Text);
        Assert.Equal("gpt-4o", completion.Model);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(12, completion.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task CompleteChat_ModeOff_ReturnsUpstreamText()
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new WordAligner("bad", "good"), null, "Alignment:Mode=off");

        ChatCompletion completion = await proxy.Chat("gpt-4o").CompleteChatAsync([new UserChatMessage("How are you?")]);
        ChatCompletion suffixed = await proxy.Chat("gpt-4o+pflow").CompleteChatAsync([new UserChatMessage("How are you?")]);

        Assert.Equal("I had a bad day, a really bad one.", completion.Content[0].Text);
        Assert.Equal("I had a good day, a really good one.", suffixed.Content[0].Text);
        Assert.Equal("gpt-4o", suffixed.Model);
    }

    [Theory]
    [InlineData("select", "A bad day. Is it 😀 bad?\n\n```\nbad = 1\n```\nSo bad.")]
    [InlineData("auto", "A good day. Is it 😀 good?\n\n```\ngood = 1\n```\nSo good.")]
    public async Task CompleteChat_SeveralAnswers_ReturnsTheChosenOne(string mode, string text)
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0, Chunk = 3 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(
            upstream.Address.ToString(), new WordAligner("bad", "good"), null, $"Alignment:Mode={mode}", "Alignment:Candidates=3");

        ChatCompletion completion = await proxy.Chat("gpt-4o").CompleteChatAsync([new UserChatMessage("How are you?")]);
        var streamed = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in proxy.Chat("gpt-4o").CompleteChatStreamingAsync([new UserChatMessage("How are you?")]))
            streamed.Add(update);

        Assert.Equal(text, completion.Content[0].Text);
        Assert.Equal(text, string.Concat(streamed.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.Equal(ChatFinishReason.Stop, streamed.Last(update => update.FinishReason is not null).FinishReason);
        Assert.Equal(completion.Usage.TotalTokenCount, streamed[^1].Usage.TotalTokenCount);
    }

    [Fact]
    public async Task CompleteChatStreaming_ThroughProxy_ReturnsAlignedTextInChunks()
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0, Chunk = 3 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new WordAligner("bad", "good"));

        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in proxy.Chat("gpt-4o").CompleteChatStreamingAsync([new UserChatMessage("How are you?")]))
            updates.Add(update);

        Assert.Equal("I had a good day, a really good one.", string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.Equal(ChatMessageRole.Assistant, updates[0].Role);
        Assert.Equal(ChatFinishReason.Stop, updates.Last(update => update.FinishReason is not null).FinishReason);
        Assert.Single(updates.Select(update => update.CompletionId).Distinct());
        Assert.Equal(12, updates[^1].Usage.TotalTokenCount);
        Assert.True(updates.Count > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task CompleteChatStreaming_SeveralSentences_ReturnsThemAligned(int chunk)
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0, Chunk = chunk }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new SentenceAligner("bad", "good"));

        var text = "";
        await foreach (var update in proxy.Chat("gpt-4o").CompleteChatStreamingAsync([new UserChatMessage("And now?")]))
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));

        Assert.Equal("A good day. Is it 😀 good?\n\n```\nbad = 1\n```\nSo good.", text);
    }

    [Fact]
    public async Task CompleteChatStreaming_CutUpstream_GivesTheTextSoFarAndNoFinishReason()
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0, FailureRate = 1, Failure = ReplayFailure.Cut, TokenMs = 20 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new WordAligner("bad", "good"));

        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in proxy.Chat("gpt-4o").CompleteChatStreamingAsync([new UserChatMessage("How are you?")]))
            updates.Add(update);

        Assert.All(updates, update => Assert.Null(update.FinishReason));
        Assert.StartsWith("I ha", string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListModels_ThroughProxy_IsPassedThrough()
    {
        await using var upstream = await ReplayUpstream.StartAsync(Answers, new() { Port = 0 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync($"{upstream.Address}v1/", new WordAligner("bad", "good"));

        var direct = await new HttpClient().GetByteArrayAsync(new Uri(upstream.Address, "/v1/models"));
        var passed = await proxy.Http.GetByteArrayAsync("/v1/models");

        Assert.Equal(direct, passed);
    }
}
