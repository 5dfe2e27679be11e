using PreferenceFlow.Service.Tests.Doubles;
using static PreferenceFlow.Service.Tests.Formats.ResponsesWire;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>What forbids alignment passes byte for byte, and the decision says why.</summary>
public sealed class BypassTests
{
    public static TheoryData<string, string> Streams => new()
    {
        { """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","name":"f"}}""", "tool_calls" },
        { """{"type":"response.output_item.added","output_index":1,"item":{"type":"web_search_call"}}""", "tool_calls" },
        { """{"type":"response.refusal.delta","output_index":1,"content_index":0,"delta":"No."}""", "refusal" },
        { """{"type":"response.output_text.annotation.added","output_index":1,"annotation":{"start_index":2}}""", "annotations" },
        { """{"type":"response.output_text.delta","output_index":1,"delta":"bad","logprobs":[{"token":"bad"}]}""", "logprobs" },
        { """{"type":"response.failed","response":{"error":{"code":"server_error"},"output":[]}}""", "upstream_error" },
        { """{"type":"error","code":"server_error","message":"boom"}""", "upstream_error" },
        { """{"delta":"bad"}""", "not_a_completion" },
        { """{"type":"response.output_text.delta","output_index":1,"delta":["bad"]}""", "no_text" },
        { """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","name":"f","input":{}}}""", "tool_calls" },
        { """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":"","citations":[]}}""", "annotations" },
        { """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{}}}""", "annotations" },
        { """{"type":"message_delta","delta":{"stop_reason":"refusal"}}""", "refusal" },
        { """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "upstream_error" },
        { """{"index":1}""", "not_a_completion" },
    };

    [Theory]
    [InlineData("completions", "\"echo\":true", "echo")]
    [InlineData("completions", "\"logprobs\":0", "logprobs")]
    [InlineData("completions", "\"suffix\":\" end\"", "suffix")]
    [InlineData("completions", "\"best_of\":3", "best_of")]
    [InlineData("completions", "\"response_format\":{\"type\":\"json_object\"}", "response_format")]
    [InlineData("completions", "\"prompt\":[\"a\",\"b\"]", "prompts")]
    [InlineData("completions", "\"prompt\":[15496,11]", "prompts")]
    [InlineData("responses", "\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}", "response_format")]
    [InlineData("responses", "\"text\":{\"format\":{\"type\":\"json_object\"}}", "response_format")]
    [InlineData("responses", "\"top_logprobs\":2", "logprobs")]
    [InlineData("responses", "\"include\":[\"message.output_text.logprobs\"]", "logprobs")]
    [InlineData("messages", "\"output_config\":{\"format\":{\"type\":\"json_schema\"}}", "response_format")]
    [InlineData("messages", "\"output_format\":{\"type\":\"json_schema\"}", "response_format")]
    [InlineData("messages", "\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"{\"}]", "prefill")]
    public async Task Request_ThatForbidsAlignment_Bypasses(string name, string member, string reason)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));
        var request = format.Request[..^1] + $",{member}}}";

        using var response = await stage.Proxy.PostAsync(format.Path, request);

        Assert.Equal(format.Answer("A bad day."), await response.Content.ReadAsStringAsync());
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
        Assert.Equal(request, stage.Upstream.Seen.Single().Text);
    }

    [Theory]
    [InlineData("completions", "\"prompt\":[\"the question\"]")]
    [InlineData("completions", "\"best_of\":1,\"echo\":false,\"suffix\":null,\"logprobs\":null")]
    [InlineData("responses", "\"input\":[{\"role\":\"developer\",\"content\":\"x\"},{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"the question\"},{\"type\":\"input_image\"}]}]")]
    [InlineData("responses", "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"text\":{\"format\":{\"type\":\"text\"}},\"top_logprobs\":0")]
    [InlineData("messages", "\"tools\":[{\"name\":\"f\"}],\"messages\":[{\"role\":\"user\",\"content\":\"the question\"}]")]
    public async Task Request_ThatOnlyLooksSo_IsAligned(string name, string member)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, format.Answer("A bad day."));

        using var response = await stage.Proxy.PostAsync(format.Path, format.Request[..^1] + $",{member}}}");

        Assert.Equal("edited", response.Decision());
        Assert.Equal("the question", stage.Aligner.Last!.Prompt);
    }

    [Theory]
    [InlineData("completions", """{"choices":[{"index":0,"text":"bad","logprobs":{"tokens":["bad"]}}]}""", "logprobs")]
    [InlineData("completions", """{"choices":[{"index":0,"text":"bad","text":"bad"}]}""", "not_a_completion")]
    [InlineData("completions", """{"choices":[{"index":0,"message":{"content":"bad"}}]}""", "no_text")]
    [InlineData("responses", """{"output":[{"type":"message","content":[{"type":"output_text","text":"bad","annotations":[{}]}]}]}""", "annotations")]
    [InlineData("responses", """{"output":[{"type":"message","content":[{"type":"output_text","text":"bad","logprobs":[{}]}]}]}""", "logprobs")]
    [InlineData("responses", """{"output":[{"type":"message","content":[{"type":"refusal","refusal":"bad"}]}]}""", "refusal")]
    [InlineData("responses", """{"output":[{"type":"message","content":[{"type":"output_text","text":"bad"}]},{"type":"function_call"}]}""", "tool_calls")]
    [InlineData("responses", """{"output":[{"type":"message","content":[{"text":"bad"}]}]}""", "not_a_completion")]
    [InlineData("responses", """{"status":"queued","output":[]}""", "no_text")]
    [InlineData("responses", """{"status":"failed","error":{"code":"x"},"output":[]}""", "not_a_completion")]
    [InlineData("responses", """{"choices":[{"message":{"content":"bad"}}]}""", "not_a_completion")]
    [InlineData("messages", """{"content":[{"type":"text","text":"bad","citations":[{}]}]}""", "annotations")]
    [InlineData("messages", """{"content":[{"type":"text","text":"bad"},{"type":"tool_use","name":"f"}]}""", "tool_calls")]
    [InlineData("messages", """{"content":[{"type":"text","text":"bad"}],"stop_reason":"refusal"}""", "refusal")]
    [InlineData("messages", """{"content":[{"type":"thinking","thinking":"bad"}]}""", "no_text")]
    [InlineData("messages", """{"content":"bad"}""", "not_a_completion")]
    [InlineData("messages", """{"type":"error","error":{"message":"bad"}}""", "not_a_completion")]
    public async Task Answer_ThatForbidsAlignment_PassesUntouched(string name, string body, string reason)
    {
        var format = FormatCase.All[name];
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, body);

        using var response = await stage.Proxy.PostAsync(format.Path, format.Request);

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
        Assert.Equal(0, stage.Aligner.Calls);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Event_ThatForbidsAlignment_PassesTheHeldStreamUntouched(string data, string reason)
    {
        var anthropic = data.Contains("\"index\"", StringComparison.Ordinal) || data.Contains("message", StringComparison.Ordinal)
            && !data.Contains("boom", StringComparison.Ordinal);
        var format = FormatCase.All[anthropic ? "messages" : "responses"];
        await using var stage = await Stage.StartAsync();
        var body = format.Stream(["A bad", " day."]).Replace(format.Last, $"event: x\ndata: {data}\n\n{format.Last}", StringComparison.Ordinal);
        stage.Upstream.Answer = context => StubUpstream.Events(context, body);

        using var response = await stage.Proxy.PostAsync(format.Path, format.StreamRequest, ("x-pflow-stream", "hold"));

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal($"bypassed; reason={reason}", response.Decision());
    }

    [Fact]
    public async Task ToolCall_AfterTextThatLeftAligned_KeepsTheRepetitionsAligned()
    {
        const string call = """{"type":"function_call","name":"bad","arguments":"{}"}""";
        string Body(string day, string night) => Events(
        [
            .. Text([$"A {day} day. ", $"So {night}."]),
            $$"""{"type":"response.output_item.done","output_index":2,"item":{{call}}}""",
            $$"""{"type":"response.completed","response":{{Response("completed",
                $"{Reasoning},{Message(Part($"A {day} day. So {night}."))},{call}")}}}""",
        ]);
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Events(context, Body("bad", "bad"));

        using var response = await stage.Proxy.PostAsync("/v1/responses", FormatCase.All["responses"].StreamRequest);

        Assert.Equal(
            Body("good", "good").Replace("event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"output_index\":2",
                ": pflow decision=edited; bypassed=tool_calls; gain=3\n\nevent: response.output_item.done\ndata: " +
                "{\"type\":\"response.output_item.done\",\"output_index\":2", StringComparison.Ordinal),
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Document_ThatRepeatsItsText_TellsItAlignedTwice()
    {
        string Body(string text) => Answer(text).Replace("\"usage\"", $"\"output_text\":\"{text}\",\"usage\"", StringComparison.Ordinal);
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Body("A bad day."));

        using var response = await stage.Proxy.PostAsync("/v1/responses", FormatCase.All["responses"].Request);

        Assert.Equal(Body("A good day."), await response.Content.ReadAsStringAsync());
    }
}
