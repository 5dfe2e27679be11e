using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Tests.Doubles;
using PreferenceFlow.Service.Tests.Faults;

namespace PreferenceFlow.Service.Tests.PassThrough;

public sealed class ForwarderTests
{
    [Fact]
    public async Task Multipart_AnyEndpoint_PassesUntouched()
    {
        await using var stage = await Stage.StartAsync();
        var multipart = new MultipartFormDataContent("odd boundary") { { new ByteArrayContent([0, 255, 13, 10]), "file", "a.bin" } };
        var bytes = await multipart.ReadAsByteArrayAsync();

        using var response = await stage.Proxy.Http.PostAsync("/v1/files?purpose=a%20b", multipart);

        var seen = stage.Upstream.Seen.Single();
        Assert.Equal(("POST", "/v1/files?purpose=a%20b"), (seen.Method, seen.Target));
        Assert.Equal(bytes, seen.Body);
        Assert.Equal("multipart/form-data; boundary=\"odd boundary\"", seen.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Multipart_ClientExpectsAWordFirst_IsToldToContinueAndPassesUntouched()
    {
        await using var stage = await Stage.StartAsync();
        using var client = await RawClient.ConnectAsync(stage.Proxy);
        const string Body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n\0\u00ff\r\n--b--\r\n";

        await client.SendAsync(
            "POST /v1/files HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: multipart/form-data; boundary=b\r\n" +
            $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n");
        var word = await client.ReadUntilAsync("\r\n\r\n");
        await client.SendAsync(Body);
        var response = await client.ReadToEndAsync();

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", word);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        var seen = stage.Upstream.Seen.Single();
        Assert.Equal(Body, Encoding.Latin1.GetString(seen.Body));
        Assert.Equal("multipart/form-data; boundary=b", seen.Headers["Content-Type"]);
        Assert.DoesNotContain("Expect", seen.Headers.Keys); // a matter between two
    }

    [Theory]
    [InlineData("Content-Length: 100004", "", "next")]
    [InlineData("Transfer-Encoding: chunked", "186a0\r\n", "\r\n4\r\nnext\r\n0\r\n\r\n")]
    public async Task RequestBody_StillComing_ReachesTheUpstreamAsItComes(string framing, string start, string end)
    {
        await using var stage = await Stage.StartAsync();
        var arrived = new TaskCompletionSource();
        stage.Upstream.AnswerUnread = async context =>
        {
            var buffer = new byte[50_000];
            await context.Request.Body.ReadExactlyAsync(buffer);
            arrived.SetResult();
            await context.Response.WriteAsync(await new StreamReader(context.Request.Body).ReadToEndAsync());
        };
        using var client = await RawClient.ConnectAsync(stage.Proxy);

        await client.SendAsync($"POST /v1/uploads HTTP/1.1\r\nHost: x\r\n{framing}\r\nConnection: close\r\n\r\n{start}{new string('a', 100_000)}");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await client.SendAsync(end);

        Assert.Contains("next", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_PartOfAFile_IsTheUpstreams()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCode(HttpStatusCode.PartialContent);
            context.Response.Headers.ContentRange = "bytes 2-4/9";
            context.Response.Headers.AcceptRanges = "bytes";
            return context.Response.Body.WriteAsync(new byte[] { 2, 3, 4 }).AsTask();
        };
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files/f/content") { Headers = { { "Range", "bytes=2-4" } } };

        using var response = await stage.Proxy.Http.SendAsync(request);

        Assert.Equal("bytes=2-4", stage.Upstream.Seen.Single().Headers["Range"]);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("bytes 2-4/9", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal([2, 3, 4], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions?limit=2")]
    [InlineData("DELETE", "/v1/files/a%2Fb")]
    [InlineData("PATCH", "/any/path")]
    [InlineData("OPTIONS", "/v1/models")]
    [InlineData("GET", "/")]
    [InlineData("POST", "/healthz")]
    [InlineData("DELETE", "/v1/messages")]
    public async Task Request_AnyVerbAndPath_PassesVerbatim(string verb, string target)
    {
        await using var stage = await Stage.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Parse(verb), stage.Proxy.Address + target);
        request.Headers.TryAddWithoutValidation("api-key", "azure");
        request.Headers.TryAddWithoutValidation("x-pflow-mode", "off");
        request.Headers.TryAddWithoutValidation("Connection", "x-hop");
        request.Headers.TryAddWithoutValidation("x-hop", "one connection only");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");

        using var response = await stage.Proxy.Http.SendAsync(request);

        var seen = stage.Upstream.Seen.Single();
        Assert.Equal((verb, target), (seen.Method, seen.Target));
        Assert.Equal("azure", seen.Headers["api-key"]);
        Assert.Equal("gzip, br", seen.Headers["Accept-Encoding"]);
        Assert.DoesNotContain("x-hop", seen.Headers.Keys);
        Assert.DoesNotContain("x-pflow-mode", seen.Headers.Keys);
        Assert.Empty(seen.Body);
    }

    [Fact]
    public async Task Response_StatusHeadersAndBytes_PassVerbatim()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCode(HttpStatusCode.Found);
            context.Response.Headers.Location = "https://elsewhere/x";
            context.Response.Headers["x-several"] = new(["a", "b"]);
            context.Response.Headers.SetCookie = "c=1";
            context.Response.Headers.ETag = "\"e\"";
            return context.Response.Body.WriteAsync(new byte[] { 0, 1, 255 }).AsTask();
        };

        using var response = await stage.Proxy.Http.GetAsync("/v1/files/f/content");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("https://elsewhere/x", response.Headers.Location!.OriginalString);
        Assert.Equal(["a", "b"], response.Headers.GetValues("x-several"));
        Assert.Equal("c=1", response.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal([0, 1, 255], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Response_StillComing_ReachesTheClientAsItComes()
    {
        await using var stage = await Stage.StartAsync();
        var read = new TaskCompletionSource();
        stage.Upstream.Answer = async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await read.Task;
            await context.Response.WriteAsync("second");
        };

        using var response = await stage.Proxy.Http.GetAsync("/v1/anything", HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[16];
        var count = await body.ReadAsync(buffer);
        read.SetResult();

        Assert.Equal("first", Encoding.UTF8.GetString(buffer, 0, count));
        Assert.Equal("second", await new StreamReader(body).ReadToEndAsync());
    }

    [Fact]
    public async Task Response_BreaksOff_IsAbortedNotEnded()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var response = await stage.Proxy.Http.GetAsync("/v1/anything");
            response.EnsureSuccessStatusCode();
        });
    }

    [Theory]
    [InlineData("2.0", "Http2", true)]
    [InlineData("1.1", "Http1", false)]
    public async Task Trailers_OfTheUpstream_PassWhereTheProtocolHasThem(string version, string protocols, bool passed)
    {
        using var upstream = FaultyUpstream.Sending(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n3\r\nall\r\n0\r\nx-sum: 42\r\n\r\n");
        await using var proxy = await Proxy.StartAsync(
            $"http://{upstream.Authority}", new WordAligner("bad", "good"), null, $"Kestrel:EndpointDefaults:Protocols={protocols}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await proxy.Http.SendAsync(request);

        Assert.Equal("all", await response.Content.ReadAsStringAsync());
        Assert.Equal(passed ? ["42"] : [], response.TrailingHeaders.SelectMany(trailer => trailer.Value));
    }

    [Fact]
    public async Task Upgrade_ToAnotherProtocol_IsIgnored()
    {
        await using var stage = await Stage.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade, HTTP2-Settings");
        request.Headers.TryAddWithoutValidation("Upgrade", "h2c");

        using var response = await stage.Proxy.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("Upgrade", stage.Upstream.Seen.Single().Headers.Keys);
    }

    [Fact]
    public async Task ChatRequest_Compressed_PassesUntouched()
    {
        await using var stage = await Stage.StartAsync();
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await stage.Proxy.Http.PostAsync("/v1/chat/completions", content);

        Assert.Equal([1, 2, 3], stage.Upstream.Seen.Single().Body);
        Assert.Equal("bypassed; reason=encoded", response.Decision());
    }

    private static int StatusCode(HttpStatusCode status) => (int)status;
}
