using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

/// <summary>What in a choice forbids changing its text; the same for a message and for a stream's delta.</summary>
internal static class MessageRules
{
    public static BypassReason? BypassOf(JsonObjectView choice, JsonObjectView message)
    {
        if (message.HasContent("tool_calls") || message["function_call"] is not null)
            return BypassReason.ToolCalls;
        if (message.HasContent("refusal"))
            return BypassReason.Refusal;
        if (message["audio"] is not null)
            return BypassReason.Audio;
        if (message.HasContent("annotations"))
            return BypassReason.Annotations;
        return choice["logprobs"] is not null ? BypassReason.Logprobs : null;
    }
}
