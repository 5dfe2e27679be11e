using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

public sealed class TlsTests
{
    [Fact]
    [Trait("Threat", "eavesdropping")]
    public async Task Request_HttpsAndHttp2OnBothSides_AlignsJsonAndStreams()
    {
        using var certificate = new TestCertificate("127.0.0.1");
        await using var upstream = await StubUpstream.StartAsync(certificate.Certificate);
        var protocols = new ConcurrentQueue<string>();
        upstream.Answer = context =>
        {
            protocols.Enqueue($"{context.Request.Scheme} {context.Request.Protocol}");
            return upstream.Seen.Count == 1 ? StubUpstream.Json(context, Wire.Odd)
                : StubUpstream.Events(context, Wire.Chunk("A bad day. ") + Wire.Chunk("Another bad one.") + Wire.Finish() + Wire.Done);
        };
        await using var proxy = await Proxy.StartAsync(
            upstream.Address, new SentenceAligner("bad", "good"), null,
            "urls=https://127.0.0.1:0", $"Kestrel:Certificates:Default:Path={certificate.Path}",
            $"Kestrel:Certificates:Default:KeyPath={certificate.KeyPath}", $"Upstream:TrustedRoots={certificate.Path}");
        using var client = certificate.Client(proxy.Address);

        using var json = await client.PostAsync("/v1/chat/completions", Json(Wire.Request));
        using var stream = await client.PostAsync("/v1/chat/completions", Json(Wire.StreamRequest));

        Assert.All([json, stream], response => Assert.Equal((HttpVersion.Version20, HttpStatusCode.OK), (response.Version, response.StatusCode)));
        Assert.Contains("A good caf", await json.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var events = await stream.Content.ReadAsStringAsync();
        Assert.Contains("A good day. ", events, StringComparison.Ordinal);
        Assert.Contains("Another good one.", events, StringComparison.Ordinal);
        Assert.EndsWith(Wire.Done, events, StringComparison.Ordinal);
        Assert.Equal(["https HTTP/2", "https HTTP/2"], protocols);
    }

    [Theory]
    [InlineData(true, "HTTP/2")]
    [InlineData(false, null)] // an upstream that speaks nothing else cannot be asked then
    public async Task Upstream_Http2WithoutTls_IsAskedSoWhereTheConfigurationSaysIt(bool cleartext, string? protocol)
    {
        await using var upstream = await StubUpstream.StartAsync(null, HttpProtocols.Http2);
        string? spoken = null;
        upstream.Answer = context =>
        {
            spoken = context.Request.Protocol;
            return StubUpstream.Json(context, Wire.Odd);
        };
        await using var proxy = await Proxy.StartAsync(
            upstream.Address, new WordAligner("bad", "good"), null, $"Upstream:Http2Cleartext={cleartext}");

        using var aligned = await proxy.PostAsync(Wire.Request);
        using var passed = await proxy.Http.GetAsync("/v1/models");

        Assert.Equal([cleartext, cleartext], new[] { aligned, passed }.Select(response => response.IsSuccessStatusCode));
        Assert.Equal(protocol, spoken);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("elsewhere.example", true)]
    [Trait("Threat", "an upstream that is another")]
    public async Task Upstream_WhoseCertificateDoesNotVouchForIt_IsNotAsked(string host, bool trusted)
    {
        using var certificate = new TestCertificate(host);
        await using var upstream = await StubUpstream.StartAsync(certificate.Certificate);
        string[] settings = trusted ? [$"Upstream:TrustedRoots={certificate.Path}"] : [];
        await using var proxy = await Proxy.StartAsync(upstream.Address, new WordAligner("a", "b"), null, settings);

        using var response = await proxy.PostAsync(Wire.Request, ("Authorization", $"Bearer {Proxy.Key}"));

        Assert.Equal("upstream_unreachable", (await response.ErrorAsync()).GetProperty("code").GetString());
        Assert.Empty(upstream.Seen);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
