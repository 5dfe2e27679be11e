using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>Streams that are aligned a sentence at a time: what arrives when.</summary>
public sealed class SentenceStreamTests
{
    private const string Edited = ": pflow decision=edited; gain=1.5\n\n";

    [Fact]
    public async Task Sentence_IsComplete_ArrivesAlignedWhileTheUpstreamWithholdsTheNext()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        upstream.Send(Wire.Chunk(""), Wire.Chunk("A bad"), Wire.Chunk(" day."), Wire.Chunk(" But"));

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        var first = await arrivals.NextAsync(3);
        upstream.Send(Wire.Chunk(" it ends."), Wire.Finish(), Wire.Done);
        upstream.End();

        Assert.Equal(Wire.Chunk("") + Wire.Chunk("A good") + Wire.Chunk(" day."), first);
        Assert.Equal(Wire.Chunk(" But") + Wire.Chunk(" it ends.") + Wire.Finish() + Edited + Wire.Done, await arrivals.RestAsync());
        Assert.Equal("pending", response.Decision());
        Assert.Null(response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Sentences_EachOfThem_ArrivesBeforeTheUpstreamSendsTheNext()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        upstream.Send(Wire.Chunk(""));
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        await arrivals.NextAsync(1);

        for (var index = 0; index < 5; index++)
        {
            upstream.Send(Wire.Chunk("A bad"), Wire.Chunk(" one.\n\n"));
            Assert.Equal(Wire.Chunk("A good") + Wire.Chunk(" one.\n\n"), await arrivals.NextAsync(2));
            Assert.Equal(index + 1, stage.Aligner.Calls);
        }

        upstream.Send(Wire.Finish(), Wire.Done);
        upstream.End();
        Assert.Equal(Wire.Finish() + ": pflow decision=edited; gain=7.5\n\n" + Wire.Done, await arrivals.RestAsync());
    }

    [Fact]
    public async Task CodeBlock_NotYetClosed_ArrivesAsItComes()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        string[] code = [Wire.Chunk("```\n"), Wire.Chunk("x = bad"), Wire.Chunk(" # Bad. Is it? Bad"), Wire.Chunk("\n")];

        upstream.Send(code[0]);
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        Assert.Equal(code[0], await arrivals.NextAsync(1));
        foreach (var piece in code[1..])
        {
            upstream.Send(piece);
            Assert.Equal(piece, await arrivals.NextAsync(1));
        }

        upstream.Send(Wire.Chunk("```\n"), Wire.Chunk("All bad."), Wire.Finish(), Wire.Done);
        upstream.End();
        Assert.Equal(Wire.Chunk("```\n") + Wire.Chunk("All good.") + Wire.Finish() + Edited + Wire.Done, await arrivals.RestAsync());
        Assert.Equal("All bad.", stage.Aligner.Last!.Answer);
    }

    [Fact]
    public async Task Sentence_LongerThanTheLimit_IsReleasedUnaligned()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        var endless = Wire.Chunk(string.Concat(Enumerable.Repeat("bad and ", 2100)));

        upstream.Send(endless);
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);

        Assert.Equal(endless, await arrivals.NextAsync(1));
        Assert.Equal(0, stage.Aligner.Calls);
        upstream.End();
    }

    [Fact]
    public async Task Events_WaitingBeyondTheLimit_AreReleasedAndTheRestPasses()
    {
        await using var stage = await Stage.StartAsync("Alignment:MaxAnswerBytes=1024");
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        string[] waiting = [Wire.Chunk("A bad", 0), .. Enumerable.Repeat(Wire.Chunk("Bad. ", 1), 15)];

        upstream.Send(waiting); // the first choice's sentence keeps all the others back
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);

        Assert.Contains("bypassed=too_large", response.Decision(), StringComparison.Ordinal);
        Assert.Equal(string.Concat(waiting), await arrivals.NextAsync(waiting.Length));
        upstream.Send(Wire.Chunk(" bad."), Wire.Done);
        upstream.End();
        Assert.Equal(Wire.Chunk(" bad.") + Wire.Done, await arrivals.RestAsync());
    }

    [Fact]
    public async Task ToolCall_AfterText_ReleasesWhatWaitsAndPassesTheRest()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        const string call = "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}\n\n";

        upstream.Send(Wire.Chunk("A bad day."), Wire.Chunk(" The bad"), call);
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        var arrived = await arrivals.NextAsync(4); // the upstream has not ended
        upstream.Send(Wire.Chunk(" bad."), Wire.Done);
        upstream.End();

        Assert.Equal(
            Wire.Chunk("A good day.") + ": pflow decision=edited; bypassed=tool_calls; gain=1.5\n\n" + Wire.Chunk(" The bad") + call,
            arrived);
        Assert.Equal(Wire.Chunk(" bad.") + Wire.Done, await arrivals.RestAsync());
    }

    [Fact]
    public async Task Sentence_DecidedAboutForLong_KeepsTheConnectionAlive()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(9));
        await using var stage = await Stage.StartAsync(time, "Alignment:KeepAliveInterval=00:00:09", "Alignment:Budget=00:05:00");
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        using var release = new ManualResetEventSlim();
        stage.Aligner.Before = token => release.Wait(token);

        var asking = stage.Proxy.PostAsync(Wire.StreamRequest);
        upstream.Send(Wire.Chunk("A bad day.\n\n"));
        await time.Begun;
        time.Advance(TimeSpan.FromSeconds(9));
        using var response = await asking; // headers leave with the first comment
        release.Set();
        upstream.Send(Wire.Finish(), Wire.Done);
        upstream.End();
        var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal("pending", response.Decision());
        Assert.Equal(": keep-alive\n\n" + Wire.Chunk("A good day.\n\n") + Wire.Finish() + Edited + Wire.Done, body);
    }
}
