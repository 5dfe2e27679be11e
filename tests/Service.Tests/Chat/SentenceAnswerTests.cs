using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>Streams that are aligned a sentence at a time: what is in them.</summary>
public sealed class SentenceAnswerTests
{
    [Fact]
    public async Task Stream_Edited_ChangesTheTouchedChunksAlone()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, StreamAnswerTests.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(WithComment(StreamAnswerTests.Edited, "edited; gain=1.5"), await TextAsync(response));
        Assert.Equal("pending", response.Decision());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal("A bad café 😀 day.", stage.Aligner.Last!.Answer);
    }

    [Fact]
    public async Task Stream_Unchanged_IsTheUpstreamsButForOneComment()
    {
        await using var stage = await Stage.StartAsync();
        var body = StreamAnswerTests.Odd.Replace("\"A b\"", "\"A gl\"", StringComparison.Ordinal);
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(WithComment(body, "unchanged; reason=nothing_proposed; gain=0"), await TextAsync(response));
    }

    [Theory]
    [InlineData("x-pflow-stream", null)]
    [InlineData(null, ",\"preference_flow\":{\"stream_policy\":\"hold\"}}")]
    public async Task Request_AsksForHold_GetsTheDecisionInTheHeaders(string? header, string? field)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, StreamAnswerTests.Odd);
        var request = field is null ? Wire.StreamRequest : Wire.StreamRequest[..^1] + field;

        using var response = await stage.Proxy.PostAsync(request, header is null ? [] : [(header, "hold")]);

        Assert.Equal("edited", response.Decision());
        Assert.Equal(StreamAnswerTests.Edited, await TextAsync(response));
    }

    [Fact]
    public async Task Request_WantsStreamsOff_GetsThemAsTheyCameAndOtherAnswersAligned()
    {
        await using var stage = await Stage.StartAsync("Alignment:StreamPolicy=off");
        stage.Upstream.Answer = context => StubUpstream.Events(context, StreamAnswerTests.Odd);

        using var stream = await stage.Proxy.PostAsync(Wire.StreamRequest);
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        using var json = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(StreamAnswerTests.Odd, await TextAsync(stream));
        Assert.Equal(["bypassed; reason=off", "edited"], new[] { stream, json }.Select(response => response.Decision()));
    }

    [Fact]
    public async Task Stream_NothingLeftBeforeTheDecision_TellsItInTheHeaders()
    {
        await using var stage = await Stage.StartAsync();
        var body = Wire.Chunk("A bad") + Wire.Chunk(" day");
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal("bypassed; reason=incomplete", response.Decision());
        Assert.Equal(body, await TextAsync(response));
    }

    [Fact]
    public async Task Choices_Interleaved_AreAlignedEachByItself()
    {
        await using var stage = await Stage.StartAsync("Alignment:MaxEdits=1");
        stage.Upstream.Answer = context => StubUpstream.Events(
            context,
            Wire.Chunk("A bad") + Wire.Chunk("So", 1) + Wire.Chunk(" day. ") + Wire.Chunk(" bad", 1) +
            Wire.Chunk("Go.") + Wire.Chunk(".", 1) + Wire.Finish(1) + Wire.Finish() + Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(
            Wire.Chunk("A good") + Wire.Chunk("So", 1) + Wire.Chunk(" day. ") + Wire.Chunk(" good", 1) +
            Wire.Chunk("Go.") + Wire.Chunk(".", 1) + Wire.Finish(1) + Wire.Finish() + ": pflow decision=edited; gain=1.5, 1.5\n\n" + Wire.Done,
            await TextAsync(response));
    }

    [Fact]
    public async Task MaxEdits_SeveralSentences_HoldsOverAllOfThem()
    {
        await using var stage = await Stage.StartAsync();
        var left = new List<int?>();
        stage.Aligner.Before = _ => left.Add(stage.Aligner.Last!.MaxEdits);
        stage.Upstream.Answer = context => StubUpstream.Events(
            context,
            Wire.Chunk("Bad bad. ") + Wire.Chunk("No. ") + Wire.Chunk("Or bad. ") + Wire.Chunk("Yes.") + Wire.Finish() + Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, ("x-pflow-max-edits", "2"));
        await response.Content.ReadAsByteArrayAsync();

        Assert.Equal([2, 1, 1, 0], left);
    }

    [Theory]
    [InlineData("sentence")]
    [InlineData("hold")]
    public async Task Emoji_SplitIntoTwoChunks_IsOneCharacter(string policy)
    {
        await using var stage = await Stage.StartAsync();
        string Chunk(string text) => Wire.Chunk("").Replace("\"\"", $"\"{text}\"", StringComparison.Ordinal);
        stage.Upstream.Answer = context => StubUpstream.Events(
            context, Chunk("A bad \\\\ \\ud83d") + Chunk("\\ude00 day.") + Wire.Finish() + Wire.Done);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest, ("x-pflow-stream", policy));

        Assert.StartsWith(
            Chunk("A good \\\\ ") + Chunk("😀 day.") + Wire.Finish(), await TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Surrogate_WithoutItsOtherHalf_LeavesItsSentenceAsItCame()
    {
        await using var stage = await Stage.StartAsync();
        var body = Wire.Chunk("").Replace("\"\"", "\"A bad \\ud83d\"", StringComparison.Ordinal) + Wire.Chunk(" day.") + Wire.Finish() + Wire.Done;
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(WithComment(body, "bypassed; reason=not_a_completion"), await TextAsync(response));
    }

    [Fact]
    public async Task Stream_BreaksOffInASentence_SendsItUntouchedThenAnErrorEvent()
    {
        var whole = Wire.Chunk("A bad day.") + Wire.Chunk(" A bad");
        using var upstream = FaultyUpstream.Sending(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n{whole}data: {{\"choi");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.PostAsync(Wire.StreamRequest);
        var body = await TextAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(
            Wire.Chunk("A good day.") + ": pflow decision=edited; bypassed=upstream_failed; gain=1.5\n\n" +
                Wire.Chunk(" A bad") + "data: {\"error\":",
            body,
            StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sentence_QueueFull_LeavesAsItCameAndTheNextIsAligned()
    {
        await using var stage = await Stage.StartAsync("Alignment:Concurrency=1", "Alignment:QueueLength=0", "Alignment:Budget=00:01:00");
        using var release = new ManualResetEventSlim();
        var deciding = new TaskCompletionSource();
        stage.Aligner.Before = token =>
        {
            deciding.TrySetResult();
            release.Wait(token);
        };
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        var other = stage.Proxy.PostAsync(Wire.Request);
        await deciding.Task;
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;

        upstream.Send(Wire.Chunk("A bad day.\n\n"));
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        Assert.Equal(Wire.Chunk("A bad day.\n\n"), await arrivals.NextAsync(1));
        release.Set();
        (await other).Dispose();
        upstream.Send(Wire.Chunk("A bad night."), Wire.Finish(), Wire.Done);
        upstream.End();

        Assert.Equal(
            Wire.Chunk("A good night.") + Wire.Finish() + ": pflow decision=edited; bypassed=overload; gain=1.5\n\n" + Wire.Done,
            await arrivals.RestAsync());
    }

    [Fact]
    public async Task Sentence_BeyondTheBudget_LeavesAsItCameAndTheNextIsAligned()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(4), waits: 2); // the token's and the answer's
        await using var stage = await Stage.StartAsync(time, "Alignment:Budget=00:00:04");
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        stage.Aligner.Before = token => token.WaitHandle.WaitOne();

        upstream.Send(Wire.Chunk("A bad day.\n\n"));
        var asking = stage.Proxy.PostAsync(Wire.StreamRequest);
        await time.Begun;
        time.Advance(TimeSpan.FromSeconds(4));
        using var response = await asking;
        await using var arrivals = await Arrivals.OfAsync(response);
        Assert.Equal(Wire.Chunk("A bad day.\n\n"), await arrivals.NextAsync(1));
        stage.Aligner.Before = _ => { };
        upstream.Send(Wire.Chunk("A bad night."), Wire.Finish(), Wire.Done);
        upstream.End();

        Assert.Equal(
            Wire.Chunk("A good night.") + Wire.Finish() + ": pflow decision=edited; bypassed=deadline; gain=1.5\n\n" + Wire.Done,
            await arrivals.RestAsync());
    }

    // In "Go! bad day. End.", of whose three sentences the second would be edited.
    [Theory]
    [InlineData("good", "unchanged; reason=guard_refused; gain=0")]
    [InlineData("Go! good", "unchanged; reason=guard_refused; gain=0")]
    [InlineData("good day. End", "unchanged; reason=guard_refused; gain=0")]
    [InlineData("day. End", "edited; gain=1.5")]
    [InlineData("Go! bad", "edited; gain=1.5")]
    public async Task StopString_FormedWithTheTextAround_RefusesTheEdit(string stop, string decision)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, Wire.Chunk("Go! bad day. End.") + Wire.Finish() + Wire.Done);
        var request = Wire.StreamRequest[..^1] + $",\"stop\":[\"{stop}\"]}}";

        using var response = await stage.Proxy.PostAsync(request);

        Assert.Contains($": pflow decision={decision}\n\n", await TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_GoesAwayWhileASentenceIsDecided_CancelsTheDecisionAndTheUpstream()
    {
        await using var stage = await Stage.StartAsync("Alignment:Budget=00:05:00");
        var (deciding, cancelled, stopped) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        stage.Aligner.Before = token =>
        {
            deciding.TrySetResult();
            token.WaitHandle.WaitOne();
            cancelled.TrySetResult();
        };
        var upstream = new PacedStream();
        stage.Upstream.Answer = async context =>
        {
            context.RequestAborted.Register(stopped.SetResult);
            await upstream.AnswerAsync(context);
        };

        upstream.Send(Wire.Chunk(""), Wire.Chunk("A bad day.\n\n"));
        var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await deciding.Task;
        response.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string WithComment(string body, string decision) =>
        body.Replace(Wire.Done, $": pflow decision={decision}\n\n{Wire.Done}", StringComparison.Ordinal);

    // ReadAsStringAsync would swallow the mark.
    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
}
