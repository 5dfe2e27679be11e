using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>Chat completions. https://platform.openai.com/docs/api-reference/chat</summary>
internal sealed class ChatFormat : ChoicesFormat
{
    public override IReadOnlyList<string> Routes { get; } =
        ["/v1/chat/completions", "/openai/v1/chat/completions", "/openai/deployments/{deployment}/chat/completions"];

    protected override string TextName => "content";

    public override Question ReadQuestion(JsonObjectView request) => new()
    {
        Prompt = Conversation.Of(request.Objects("messages")),
        StopStrings = request.Texts("stop"),
        Answers = Math.Max(1, (int)Math.Min(int.MaxValue, request.Integer("n") ?? 1)),
        Bypass = Forbids(request),
    };

    public override ReadOnlyMemory<byte>? Reworking(ReadOnlyMemory<byte> request, string answer, string instruction) =>
        Rework.Of(request, "messages", answer, instruction);

    protected override JsonObjectView? Holder(JsonObjectView choice, string part) => choice.Object(part);

    protected override BypassReason? Forbids(JsonObjectView choice, JsonObjectView holder)
    {
        if (holder.HasContent("tool_calls") || holder["function_call"] is not null)
            return BypassReason.ToolCalls;
        if (holder.HasContent("refusal"))
            return BypassReason.Refusal;
        if (holder["audio"] is not null)
            return BypassReason.Audio;
        if (holder.HasContent("annotations"))
            return BypassReason.Annotations;
        return choice["logprobs"] is not null ? BypassReason.Logprobs : null;
    }

    private static BypassReason? Forbids(JsonObjectView request)
    {
        if (request.HasContent("functions"))
            return BypassReason.Functions;
        if (OutputFormat.IsJson(request.Object("response_format")))
            return BypassReason.ResponseFormat;
        if (request.IsTrue("logprobs"))
            return BypassReason.Logprobs;
        return request.Texts("modalities").Contains("audio") ? BypassReason.Audio : null;
    }
}
