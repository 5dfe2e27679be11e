using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>What holds for each format alike.</summary>
public sealed class AlignedFormatTests
{
    public static TheoryData<string> Names => FormatCase.Names;

    public static TheoryData<string> Routes =>
    [
        "/openai/v1/chat/completions", "/openai/v1/completions", "/openai/v1/responses", "/openai/responses?api-version=preview",
        "/openai/deployments/gpt%204o/chat/completions?api-version=2024-10-21", "/openai/deployments/d/completions?api-version=2024-10-21",
        "/anthropic/v1/messages?beta=true",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Document_Edited_DiffersInTheTextAlone(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));

        using var response = await stage.Proxy.PostAsync(format.Path, format.Request);

        Assert.Equal(format.Answer("A good day."), await response.Content.ReadAsStringAsync());
        Assert.Equal("edited", response.Decision());
        Assert.Equal(("the question", "A bad day."), (stage.Aligner.Last!.Prompt, stage.Aligner.Last.Answer));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_Held_TellsTheSameAlignedTextEverywhere(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, format.Stream(["A b", "ad", " day. ", "Bye."]));

        using var response = await stage.Proxy.PostAsync(format.Path, format.StreamRequest, ("x-pflow-stream", "hold"));

        Assert.Equal(format.Stream(["A good", "", " day. ", "Bye."]), await response.Content.ReadAsStringAsync());
        Assert.Equal("edited", response.Decision());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_BySentences_TellsTheSameAlignedTextEverywhere(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, format.Stream(["A bad", " day. ", "So bad."]));

        using var response = await stage.Proxy.PostAsync(format.Path, format.StreamRequest);

        Assert.Equal(
            format.Told(format.Stream(["A good", " day. ", "So good."]), "edited; gain=3"), await response.Content.ReadAsStringAsync());
        Assert.Equal("pending", response.Decision());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sentence_IsComplete_ArrivesAlignedWhileTheUpstreamWithholdsTheNext(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        var upstream = new PacedStream();
        stage.Upstream.Answer = upstream.AnswerAsync;
        var (sent, aligned) = (format.Stream(["A bad day.\\n\\n", "So bad."]), format.Stream(["A good day.\\n\\n", "So good."]));
        var events = sent.Split("\n\n");
        var count = 1 + Array.FindIndex(events, one => one.Contains("A bad day", StringComparison.Ordinal));
        var begun = string.Join("\n\n", events[..count]) + "\n\n";

        upstream.Send(begun);
        using var response = await stage.Proxy.PostAsync(format.Path, format.StreamRequest);
        await using var arrivals = await Arrivals.OfAsync(response);
        var first = await arrivals.NextAsync(count);
        upstream.Send(sent[begun.Length..]);
        upstream.End();

        Assert.Contains("A good day.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("So good.", first, StringComparison.Ordinal);
        Assert.Equal(format.Told(aligned, "edited; gain=3"), first + await arrivals.RestAsync());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mode_Off_PassesDocumentAndStreamByteForByte(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync("Alignment:Mode=off");

        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));
        using var document = await stage.Proxy.PostAsync(format.Path, format.Request);
        stage.Upstream.Answer = context => StubUpstream.Events(context, format.Stream(["A bad", " day."]));
        using var stream = await stage.Proxy.PostAsync(format.Path, format.StreamRequest);

        Assert.Equal(format.Answer("A bad day."), await document.Content.ReadAsStringAsync());
        Assert.Equal(format.Stream(["A bad", " day."]), await stream.Content.ReadAsStringAsync());
        Assert.Equal([format.Request, format.StreamRequest], stage.Upstream.Seen.Select(seen => seen.Text));
        Assert.Equal(0, stage.Aligner.Calls);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_OurFields_AreObeyedAndStripped(string name)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync("Alignment:Mode=off");
        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));

        using var asked = await stage.Proxy.PostAsync(format.Path, format.Request[..^1] + ",\"preference_flow\":{\"mode\":\"edit\"}}");
        using var suffixed = await stage.Proxy.PostAsync(
            format.Path, format.Request.Replace("\"m\"", "\"m+pflow\"", StringComparison.Ordinal));

        Assert.Equal(["edited", "edited"], [asked.Decision(), suffixed.Decision()]);
        Assert.Equal([format.Request, format.Request], stage.Upstream.Seen.Select(seen => seen.Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_BreaksOff_EndsInAnErrorEventAndNeverInALastOne(string name)
    {
        var format = FormatCase.All[name];
        var sent = format.Stream(["A bad day. ", "So bad."]);
        sent = sent[..sent.IndexOf("So bad", StringComparison.Ordinal)];
        using var upstream = FaultyUpstream.Sending(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n{sent}");
        await using var proxy = await Proxy.StartAsync($"http://{upstream.Authority}", new WordAligner("bad", "good"));

        using var response = await proxy.PostAsync(format.Path, format.StreamRequest, ("x-pflow-stream", "hold"));
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(name switch
        {
            "responses" => "event: error\ndata: {\"error\":{\"message\":\"The upstream closed the connection before its answer was complete.\"," +
                "\"type\":\"upstream_error\",\"param\":null,\"code\":\"upstream_reset\"},\"type\":\"error\",\"sequence_number\":6," +
                "\"message\":\"The upstream closed the connection before its answer was complete.\",\"param\":null,\"code\":\"upstream_reset\"}",
            "messages" => "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"," +
                "\"message\":\"upstream_reset: The upstream closed the connection before its answer was complete.\"}}",
            _ => "data: {\"error\":{\"message\":\"The upstream closed the connection before its answer was complete.\"," +
                "\"type\":\"upstream_error\",\"param\":null,\"code\":\"upstream_reset\"}}",
        }, events[^1]);
        Assert.DoesNotContain(events, one => one.StartsWith(format.Last, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Route_OfAzureOrAnthropic_IsAlignedWithItsKeyAndQuery(string route)
    {
        var path = route.Split('?')[0];
        var format = FormatCase.All.Values.First(format => path.EndsWith(format.Path["/v1".Length..], StringComparison.Ordinal));
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));

        using var response = await stage.Proxy.PostAsync(route, format.Request, ("api-key", "azure"), ("x-api-key", "anthropic"));

        Assert.Equal(format.Answer("A good day."), await response.Content.ReadAsStringAsync());
        var seen = Assert.Single(stage.Upstream.Seen);
        Assert.Equal((route, "azure", "anthropic"), (seen.Target, seen.Headers["api-key"], seen.Headers["x-api-key"]));
    }
}
