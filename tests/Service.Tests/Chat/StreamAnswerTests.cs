using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>Streams that are held whole, and those that are not to be changed.</summary>
public sealed class StreamAnswerTests
{
    private const string Hold = "Alignment:StreamPolicy=hold";

    // Odd framing on purpose: a mark, comments, CR and CRLF, no space, data over two lines, escapes, 1.0, a big integer.
    internal const string Odd =
        "\uFEFF: hello\n\ndata:{\"id\":\"c1\",\"created\":123456789012345678901,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\r\n\r\n" +
        "event: chunk\rid: 7\rdata: { \"id\":\"c1\",\"x\":1.0,  \"choices\":[{\"index\":0,\"delta\":{\"content\":\"A b\"}, \"logprobs\":null}]}\r\r" +
        "data: {\"id\":\"c1\",\"choices\":\ndata: [{\"index\":0,\"delta\":{\"content\":\"ad caf\\u00e9 \\ud83d\\ude00\"}}]}\n\n" +
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" day.\",\"reasoning_content\":\"hm\"}}]}\n\n" +
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" +
        "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"total_tokens\":9}}\n\ndata: [DONE]\n\n";

    internal static readonly string Edited = Odd
        .Replace("\"A b\"", "\"A good\"", StringComparison.Ordinal)
        .Replace("event: chunk\rid: 7\r", "event: chunk\nid: 7\n", StringComparison.Ordinal)
        .Replace("\"logprobs\":null}]}\r\r", "\"logprobs\":null}]}\n\n", StringComparison.Ordinal)
        .Replace("\"ad caf\\u00e9 \\ud83d\\ude00\"", "\" café 😀\"", StringComparison.Ordinal);

    [Fact]
    public async Task Stream_Edited_ChangesTheTouchedChunksAlone()
    {
        await using var stage = await Stage.StartAsync(Hold);
        stage.Upstream.Answer = context => StubUpstream.Events(context, Odd);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Null(response.Content.Headers.ContentLength); // before the body is read: buffering sets it
        Assert.Equal(Edited, await TextAsync(response));
        Assert.Equal("edited", response.Decision());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal("A bad café 😀 day.", stage.Aligner.Last!.Answer);
    }

    [Theory]
    [InlineData("off", "sentence", "bad")]
    [InlineData("edit", "hold", "good")]
    [InlineData("edit", "sentence", "good")]
    public async Task Obfuscation_AskedForOrDeclined_PassesBothWays(string mode, string policy, string word)
    {
        await using var stage = await Stage.StartAsync($"Alignment:Mode={mode}", $"Alignment:StreamPolicy={policy}");
        string Body(string text) =>
            Wire.Chunk($"A {text} day.").Replace("{\"id\"", "{\"obfuscation\":\"9dXw\",\"id\"", StringComparison.Ordinal) + Wire.Finish();
        stage.Upstream.Answer = context => StubUpstream.Events(context, Body("bad") + Wire.Done);
        var request = Wire.StreamRequest[..^1] + ",\"stream_options\":{\"include_obfuscation\":false,\"include_usage\":true}}";

        using var response = await stage.Proxy.PostAsync(request);

        Assert.StartsWith(Body(word), await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal(request, stage.Upstream.Seen.Single().Text);
    }

    [Theory]
    [InlineData("off", "bypassed; reason=off")]
    [InlineData("shadow", "shadow; would=unknown")]
    public async Task Stream_NotToBeChanged_IsByteForByteTheUpstreams(string mode, string decision)
    {
        await using var stage = await Stage.StartAsync($"Alignment:Mode={mode}");
        stage.Upstream.Answer = context => StubUpstream.Events(context, Odd);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(Encoding.UTF8.GetBytes(Odd), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(decision, response.Decision());
    }

    [Fact]
    public async Task Stream_Unchanged_IsByteForByteTheUpstreams()
    {
        await using var stage = await Stage.StartAsync(Hold);
        var body = Odd.Replace("\"A b\"", "\"A gl\"", StringComparison.Ordinal);
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(Encoding.UTF8.GetBytes(body), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("unchanged; reason=nothing_proposed", response.Decision());
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]}}]}""", "tool_calls")]
    [InlineData("""{"choices":[{"index":0,"delta":{"refusal":"No."}}]}""", "refusal")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"bad"},"logprobs":{"content":[]}}]}""", "logprobs")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":["bad"]}}]}""", "no_text")]
    [InlineData("""{"error":{"message":"overloaded"}}""", "upstream_error")]
    [InlineData("this is no JSON", "not_a_completion")]
    public async Task Stream_EventThatForbidsAlignment_PassesUntouched(string data, string reason)
    {
        await using var stage = await Stage.StartAsync(Hold);
        var body = Odd.Replace("data: [DONE]", $"data: {data}\n\ndata: [DONE]", StringComparison.Ordinal);
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(body, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
    }

    [Fact]
    public async Task Stream_ToolCall_IsReleasedBeforeTheUpstreamEnds()
    {
        await using var stage = await Stage.StartAsync(Hold);
        var seen = new TaskCompletionSource();
        stage.Upstream.Answer = async context =>
        {
            await StubUpstream.Events(context, "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}\n\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
        };

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
        var body = await response.Content.ReadAsStreamAsync();
        Assert.True(await body.ReadAsync(new byte[10]) > 0);
        seen.SetResult();

        Assert.Equal("bypassed; reason=tool_calls", response.Decision());
    }

    [Fact]
    public async Task Stream_EndsWithoutFinishReason_PassesUntouched()
    {
        await using var stage = await Stage.StartAsync(Hold);
        const string body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bad\"}}]}";
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(body, await TextAsync(response));
        Assert.Equal("bypassed; reason=incomplete", response.Decision());
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("off")]
    public async Task Stream_BreaksOff_SendsWholeEventsThenAnErrorEvent(string mode)
    {
        const string whole = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bad\"}}]}\n\n";
        using var upstream = FaultyUpstream.Sending(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n{whole}data: {{\"choi");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"), null, Hold, $"Alignment:Mode={mode}");

        using var response = await proxy.PostAsync(Wire.StreamRequest);
        var body = await TextAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(whole + "data: {\"error\":{\"message\":", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"upstream_reset\"", body, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_HeldForLong_SendsKeepAlivesThenTellsTheDecision()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(9));
        await using var stage = await Stage.StartAsync(time, Hold, "Alignment:KeepAliveInterval=00:00:09", "Alignment:Budget=00:05:00");
        stage.Upstream.Answer = context => StubUpstream.Events(context, Odd);
        using var release = new ManualResetEventSlim();
        stage.Aligner.Before = token => release.Wait(token);

        var asking = stage.Proxy.PostAsync(Wire.StreamRequest);
        await time.Begun;
        time.Advance(TimeSpan.FromSeconds(9));
        using var response = await asking; // headers leave with the first comment
        release.Set();
        var body = await TextAsync(response);

        Assert.Equal("pending", response.Decision());
        Assert.Equal(": keep-alive\n\n: pflow decision=edited; gain=1.5\n\n" + Edited, body);
    }

    // ReadAsStringAsync would swallow the mark.
    private static async Task<string> TextAsync(HttpResponseMessage response) => Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
}
