using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

public sealed class JsonAnswerTests
{
    private static readonly string Good = Wire.Odd.Replace(""" "A bad caf\u00e9 \/ \ud83d\ude00 day." """.Trim(), "\"A good café / 😀 day.\"", StringComparison.Ordinal);

    [Fact]
    public async Task Answer_Edited_DiffersInTheContentAlone()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal("edited", response.Decision());
        Assert.Equal("1.5", response.Headers.GetValues("x-pflow-gain").Single());
        Assert.StartsWith("pflow-", response.Headers.GetValues("x-pflow-request-id").Single(), StringComparison.Ordinal);
        Assert.Matches(@"^upstream;dur=[\d.]+, propose;dur=3, score;dur=2, gate;dur=1$", response.Headers.GetValues("Server-Timing").Single());
        Assert.Equal("the question", stage.Aligner.Last!.Prompt);
    }

    [Theory]
    [InlineData("Alignment:Mode=off", "bypassed; reason=off")]
    [InlineData("Alignment:Mode=shadow", "shadow; would=edited")]
    [InlineData("Alignment:MaxAnswerBytes=1024", "bypassed; reason=too_large")]
    public async Task Answer_NotToBeChanged_IsByteForByteTheUpstreams(string setting, string decision)
    {
        await using var stage = await Stage.StartAsync(setting);
        var body = Wire.Odd + new string(' ', setting.Contains("MaxAnswerBytes", StringComparison.Ordinal) ? 50_000 : 0);
        stage.Upstream.Answer = context => StubUpstream.Json(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(Encoding.UTF8.GetBytes(body), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(decision, response.Decision());
    }

    [Theory]
    [InlineData("""{"model": "m", """, """{"model": "m", """)] // not even its syntax is judged
    [InlineData("""{"model":"m+pflow","preference_flow":{"mode":"off"}}""", """{"model":"m"}""")]
    [InlineData("""{"model":"m\u002bpflow"}""", """{"model":"m"}""")]
    [InlineData("""{"preference\u005fflow":{"strength":1},"model":"m"}""", """{"model":"m"}""")]
    public async Task Request_WithTheModeOff_IsTheClientsButForOurOptions(string request, string seen)
    {
        await using var stage = await Stage.StartAsync("Alignment:Mode=off");

        using var response = await stage.Proxy.PostAsync(request, ("x-pflow-mode", "off"));

        Assert.Equal(seen, stage.Upstream.Seen.Single().Text);
        Assert.Equal("bypassed; reason=off", response.Decision());
    }

    [Fact]
    public async Task Answer_Unchanged_IsByteForByteTheUpstreamsAndRequestTheClients()
    {
        await using var stage = await Stage.StartAsync();
        var body = Wire.Odd.Replace("bad", "nice", StringComparison.Ordinal);
        var request = """ { "messages" :[{"content":"caf\u00e9","role":"user"}],"temperature":1.0, "seed":5,"seed":7, "stop":["END"],"model":"m"} """;
        stage.Upstream.Answer = context => StubUpstream.Json(context, body);

        using var response = await stage.Proxy.PostAsync(request, ("x-pflow-strength", "0.5"), ("x-pflow-max-edits", "3"));

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal("unchanged; reason=nothing_proposed", response.Decision());
        Assert.Equal(request, stage.Upstream.Seen.Single().Text);
        Assert.DoesNotContain(stage.Upstream.Seen.Single().Headers.Keys, name => name.StartsWith("x-pflow", StringComparison.OrdinalIgnoreCase));
        var asked = stage.Aligner.Last!;
        Assert.Equal(("café", 0.5, 3, 7, "END"), (asked.Prompt, asked.Strength, asked.MaxEdits, asked.Seed, asked.StopStrings.Single()));
    }

    [Fact]
    public async Task Answer_SeveralChoices_EachIsDecidedByItself()
    {
        await using var stage = await Stage.StartAsync();
        const string body = """{"choices":[{"message":{"content":"bad a"}},{"message":{"content":"fine"}},{"message":{"content":null,"tool_calls":[{"id":1}]}},{"message":{"content":"bad b"}}]}""";
        stage.Upstream.Answer = context => StubUpstream.Json(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(body.Replace("bad", "good", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal("edited", response.Decision());
        Assert.Equal("1.5, 0, 1.5", response.Headers.GetValues("x-pflow-gain").Single());
    }

    [Theory]
    [InlineData(""" "functions":[{"name":"f"}] """, "functions")]
    [InlineData(""" "response_format":{"type":"json_object"} """, "response_format")]
    [InlineData(""" "response_format":{"type":"json_schema","json_schema":{}} """, "response_format")]
    [InlineData(""" "logprobs":true """, "logprobs")]
    [InlineData(""" "modalities":["text","audio"] """, "audio")]
    public async Task Request_ThatForbidsAlignment_Bypasses(string member, string reason)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request.Replace("{\"model\"", $"{{{member},\"model\"", StringComparison.Ordinal));

        Assert.Equal(Wire.Odd, await response.Content.ReadAsStringAsync());
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
    }

    [Theory]
    [InlineData(""" "message":{"content":"bad","tool_calls":[{"id":"c"}]} """, "tool_calls")]
    [InlineData(""" "message":{"content":"bad","function_call":{"name":"f"}} """, "tool_calls")]
    [InlineData(""" "message":{"content":"bad","refusal":"no"} """, "refusal")]
    [InlineData(""" "message":{"content":"bad","audio":{"id":"a"}} """, "audio")]
    [InlineData(""" "message":{"content":"bad","annotations":[{"type":"url_citation"}]} """, "annotations")]
    [InlineData(""" "message":{"content":null} """, "no_text")]
    [InlineData(""" "message":{"content":[{"type":"text","text":"bad"}]} """, "no_text")]
    [InlineData(""" "message":{"content":"bad"},"logprobs":{"content":[]} """, "logprobs")]
    [InlineData(""" "message":{"content":"bad","content":"bad"} """, "not_a_completion")]
    [InlineData(""" "message":{"content":"bad \ud800"} """, "not_a_completion")]
    [InlineData(""" "text":"bad" """, "not_a_completion")]
    public async Task Answer_ThatForbidsAlignment_PassesUntouched(string choice, string reason)
    {
        await using var stage = await Stage.StartAsync();
        var body = $$"""{"choices":[{ {{choice}} }]}""";
        stage.Upstream.Answer = context => StubUpstream.Json(context, body);

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
        Assert.Equal(0, stage.Aligner.Calls);
    }

    [Fact]
    public async Task Answer_ToolsDeclaredButTextAnswered_IsAligned()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request.Replace("{\"model\"", "{\"tools\":[{\"type\":\"function\"}],\"model\"", StringComparison.Ordinal));

        Assert.Equal("edited", response.Decision());
    }

    [Fact]
    public async Task Answer_CompressedAllTheSame_PassesUntouched()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return StubUpstream.Json(context, "not really brotli");
        };

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("Accept-Encoding", "br"));

        Assert.Equal("bypassed; reason=encoded", response.Decision());
        Assert.Equal("not really brotli", await response.Content.ReadAsStringAsync());
        Assert.Equal("identity", stage.Upstream.Seen.Single().Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task UpstreamError_AnyStatus_PassesWithBodyAndHeaders()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers["retry-after"] = "9999";
            context.Response.Headers["x-ratelimit-remaining-requests"] = "0";
            context.Response.Headers["x-request-id"] = "theirs";
            return StubUpstream.Json(context, "{ \"error\" : {\"message\":\"slow down\"}}");
        };

        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("{ \"error\" : {\"message\":\"slow down\"}}", await response.Content.ReadAsStringAsync());
        Assert.Equal("9999", response.Headers.GetValues("retry-after").Single());
        Assert.Equal("0", response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        Assert.Equal("theirs", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("bypassed; reason=upstream_error", response.Decision());
    }
}
