using System.IO.Compression;
using System.Net;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.PassThrough;

/// <summary>Streams of endpoints that are only passed on: what breaks them is told between two events, all else is unchanged.</summary>
public sealed class EventStreamTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n";

    private const string First = "event: thread.run.created\ndata: {\"id\":\"run_1\"}\n\n";

    private const string OpenAi =
        "data: {\"error\":{\"message\":\"The upstream closed the connection before its answer was complete.\"," +
        "\"type\":\"upstream_error\",\"param\":null,\"code\":\"upstream_reset\"}}\n\n";

    private const string Anthropic =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"," +
        "\"message\":\"upstream_reset: The upstream closed the connection before its answer was complete.\"}}\n\n";

    [Theory]
    [InlineData("/v1/threads/t/runs", First, First + OpenAi)]
    [InlineData("/v1/threads/t/runs", First + "data: {\"del", First + OpenAi)] // half an event is none
    [InlineData("/v1/threads/t/runs", First + "data: {\"delta\":1}\n", First + OpenAi)]
    [InlineData("/v1/audio/transcriptions", ": ping\r\n\r\ndata: 1\r\n\r\nda", ": ping\r\n\r\ndata: 1\r\n\r\n" + OpenAi)]
    [InlineData("/v1/messages/any", First, First + Anthropic)]
    [InlineData("/anthropic/v1/complete", First + "data: {", First + Anthropic)]
    [InlineData("/v1/threads/t/runs", First + "data: [DONE]\n\n", First + "data: [DONE]\n\n")] // all was there
    public async Task Stream_BreaksOff_EndsInAnErrorEventOfTheApi(string path, string sent, string came)
    {
        using var upstream = FaultyUpstream.Sending($"{Head}Transfer-Encoding: chunked\r\n\r\n{Answers.Chunk(sent)}");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.PostAsync(path, "{\"stream\":true}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(came, await response.Content.ReadAsStringAsync());
        await proxy.StopAsync();
        Assert.Contains(came.Contains("upstream_reset", StringComparison.Ordinal) ? "error=upstream_reset" : "error=none",
            Assert.Single(proxy.RequestLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_BreaksOffInAnEventThatLeftInParts_EndsItFirst()
    {
        var sent = "data: " + new string('x', 1_200_000);
        using var upstream = FaultyUpstream.Sending($"{Head}Transfer-Encoding: chunked\r\n\r\n{Answers.Chunk(sent)}");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.PostAsync("/v1/threads/t/runs", "{}");

        Assert.Equal(sent[..(1 << 20)] + "\n\n" + OpenAi, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_OfACompressedChatRequest_EndsInAnErrorEvent()
    {
        using var upstream = FaultyUpstream.Sending($"{Head}Transfer-Encoding: chunked\r\n\r\n{Answers.Chunk(First)}");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync("{\"stream\":true}"u8.ToArray());
        var content = new ByteArrayContent(packed.ToArray()) { Headers = { { "Content-Encoding", "gzip" } } };

        using var response = await proxy.Http.PostAsync("/v1/chat/completions", content);

        Assert.Equal(First + OpenAi, await response.Content.ReadAsStringAsync());
    }

    // What was announced cannot be exceeded, and what is compressed cannot be read.
    [Theory]
    [InlineData("Content-Length: 500\r\n\r\n" + First)]
    [InlineData("Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbytes\r\n")]
    public async Task Stream_ThatTakesNoEvent_IsCut(string rest)
    {
        using var upstream = FaultyUpstream.Sending(Head + rest);
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await proxy.PostAsync("/v1/threads/t/runs", "{}");
            await response.Content.ReadAsStringAsync();
        });
    }

    [Theory]
    [InlineData(First + "data: {\"last\":true}")]
    [InlineData("\uFEFF: hello\r\rdata:a\r\n\r\nid: 7\ndata: b\ndata: c\n\n\n\n")]
    [InlineData("")]
    public async Task Stream_Whole_PassesByteForByte(string body)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync("/v1/threads/t/runs", "{}");

        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(body), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Stream_StillComing_ArrivesEventByEvent()
    {
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;

        upstream.Send(First);
        using var response = await stage.Proxy.PostAsync("/v1/threads/t/runs", "{}");
        await using var arrivals = await Arrivals.OfAsync(response);
        Assert.Equal(First, await arrivals.NextAsync(1));
        upstream.Send("data: 2\n\n");
        Assert.Equal("data: 2\n\n", await arrivals.NextAsync(1));
        upstream.End();

        Assert.Equal("", await arrivals.RestAsync());
    }

    [Fact]
    public async Task Stop_StreamIsOpenTooLong_ItEndsInAnErrorEvent()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(20));
        await using var stage = await Stage.StartAsync(time, "Shutdown:Timeout=00:00:20");
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        upstream.Send(First);
        using var response = await stage.Proxy.PostAsync("/v1/threads/t/runs", "{}");

        var stopping = stage.Proxy.StopAsync();
        await time.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(20));

        var body = await response.Content.ReadAsStringAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith(First + "data: {\"error\":", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"shutting_down\"", body, StringComparison.Ordinal);
    }
}
