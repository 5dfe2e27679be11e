using System.Net;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

public sealed class RequestOptionsTests
{
    [Fact]
    public void Resolve_EveryPlaceSpeaks_HeaderOverBodyOverSuffixOverKeyOverConfiguration()
    {
        var configured = new AlignmentOptions { Mode = AlignmentMode.Off, Strength = 0.1, MinGain = 0.1, MaxEdits = 1, StreamPolicy = StreamPolicy.Hold };
        var key = new RequestOverrides { Mode = AlignmentMode.Shadow };
        var suffix = new RequestOverrides { Mode = AlignmentMode.Auto };
        var body = new RequestOverrides { Mode = AlignmentMode.Edit, Strength = 0.2, MinGain = 0.2, StreamPolicy = StreamPolicy.Sentence };
        var header = new RequestOverrides { Mode = AlignmentMode.Shadow, Strength = 0.3 };

        Assert.Equal(
            new() { Mode = AlignmentMode.Shadow, Strength = 0.3, MinGain = 0.2, MaxEdits = 1, StreamPolicy = StreamPolicy.Sentence },
            RequestOptions.Resolve(header, body, suffix, key, configured));
        Assert.Equal(StreamPolicy.Hold, RequestOptions.Resolve(header, RequestOverrides.None, suffix, key, configured).StreamPolicy);
        Assert.Equal(AlignmentMode.Edit, RequestOptions.Resolve(RequestOverrides.None, body, suffix, key, configured).Mode);
        Assert.Equal(AlignmentMode.Auto, RequestOptions.Resolve(RequestOverrides.None, RequestOverrides.None, suffix, key, configured).Mode);
        Assert.Equal(
            [AlignmentMode.Shadow, AlignmentMode.Off],
            new[] { key, RequestOverrides.None }.Select(last =>
                RequestOptions.Resolve(RequestOverrides.None, RequestOverrides.None, RequestOverrides.None, last, configured).Mode));
    }

    // The client's body; the upstream's; the decision with mode off configured.
    [Theory]
    [InlineData("""{"preference_flow":{"mode":"edit"},"model":"m"}""", """{"model":"m"}""", "edited")]
    [InlineData("""{ "model":"m" , "preference_flow" : {"mode":"shadow"} }""", """{ "model":"m" }""", "shadow; would=edited")]
    [InlineData("""{"a":1, "preference_flow":{"strength":2}, "b":1.0}""", """{"a":1, "b":1.0}""", "bypassed; reason=off")]
    [InlineData("""{"preference_flow":{"mode":"off"}, "preference_flow":{"mode":"auto"}}""", "{}", "edited")]
    [InlineData("""{"preference_flow":null,"model":"m"}""", """{"model":"m"}""", "bypassed; reason=off")]
    [InlineData("""{"model" : "gpt-4o+pflow", "x":1}""", """{"model" : "gpt-4o", "x":1}""", "edited")]
    [InlineData("""{"model":"gpt-4o+pflow","preference_flow":{"mode":"off"}}""", """{"model":"gpt-4o"}""", "bypassed; reason=off")]
    public async Task Body_OurFields_AreObeyedAndStripped(string sent, string seen, string decision)
    {
        await using var stage = await Stage.StartAsync("Alignment:Mode=off");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(sent);

        Assert.Equal(decision, response.Decision());
        Assert.Equal(seen, stage.Upstream.Seen.Single().Text);
    }

    [Theory]
    [InlineData("x-pflow-mode", "always", "one of off, shadow, edit, select, revise and auto")]
    [InlineData("x-pflow-strength", "2.1", "from 0 to 2")]
    [InlineData("x-pflow-strength", "NaN", "from 0 to 2")]
    [InlineData("x-pflow-min-gain", "-1", "from 0 to 100")]
    [InlineData("x-pflow-max-edits", "1.5", "from 0 to 100000")]
    [InlineData("x-pflow-stream", "word", "one of sentence, hold and off")]
    [InlineData("x-pflow-candidates", "0", "from 1 to 16")]
    [InlineData("x-pflow-candidates", "17", "from 1 to 16")]
    [InlineData("x-pflow-strenght", "1", "is not an option")]
    public async Task Header_OfNoUse_Returns400NamingFieldAndRange(string name, string value, string says)
    {
        await using var stage = await Stage.StartAsync();

        using var response = await stage.Proxy.PostAsync(Wire.Request, (name, value));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await response.ErrorAsync();
        Assert.Equal(name, error.GetProperty("param").GetString());
        Assert.Contains(name, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(stage.Upstream.Seen);
    }

    [Theory]
    [InlineData("""{"preference_flow":"edit"}""", "preference_flow")]
    [InlineData("""{"preference_flow":{"strength":"x"}}""", "preference_flow.strength")]
    [InlineData("""{"preference_flow":{"mode":7}}""", "preference_flow.mode")]
    [InlineData("""{"preference_flow":{"max_edits":-1}}""", "preference_flow.max_edits")]
    [InlineData("""{"preference_flow":{"stream_policy":"words"}}""", "preference_flow.stream_policy")]
    [InlineData("""{"preference_flow":{"min-gain":1}}""", "preference_flow.min-gain")]
    public async Task Body_OfNoUse_Returns400NamingField(string body, string field)
    {
        await using var stage = await Stage.StartAsync();

        using var response = await stage.Proxy.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (await response.ErrorAsync()).GetProperty("param").GetString());
    }
}
