using System.Buffers;
using System.Text.Json;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>Anthropic's messages. https://docs.anthropic.com/en/api/messages-streaming</summary>
internal sealed class MessagesFormat : IAnswerFormat
{
    public IReadOnlyList<string> Routes { get; } = ["/v1/messages", "/anthropic/v1/messages"];

    public string Provider => GenAi.Anthropic;

    public Question ReadQuestion(JsonObjectView request)
    {
        var messages = request.Objects("messages");
        var json = OutputFormat.IsJson(request.Object("output_format")) ||
            OutputFormat.IsJson(request.Object("output_config")?.Object("format"));
        return new()
        {
            Prompt = Conversation.Of(messages),
            StopStrings = request.Texts("stop_sequences"),
            Bypass = json ? BypassReason.ResponseFormat
                : messages.Count > 0 && messages[^1].Text("role") == "assistant" ? BypassReason.Prefill
                : null,
        };
    }

    public void ReadAnswer(AnswerPart answer, JsonObjectView root)
    {
        if (root.Text("type") == "error" || root.Repeats("content") || root["content"] is not { Kind: JsonTokenType.StartArray })
            answer.Forbid(BypassReason.NotACompletion);
        ReadStop(answer, root);
        var blocks = root.Objects("content");
        for (var index = 0; index < blocks.Count; index++)
            ReadBlock(answer, index, blocks[index]);
    }

    public void ReadEvent(AnswerPart part, JsonObjectView data)
    {
        var index = data.Integer("index") ?? 0;
        switch (data.Text("type"))
        {
            case "content_block_start" when data.Object("content_block") is { } block:
                // An empty list says that citations will come.
                part.Forbid(block["citations"] is not null ? BypassReason.Annotations : null);
                ReadBlock(part, index, block);
                break;
            case "content_block_delta" when data.Object("delta") is { } delta:
                part.Forbid(delta.Text("type") == "citations_delta" ? BypassReason.Annotations : null);
                if (delta.Text("type") == "text_delta")
                    part.Take(index, delta, "text");
                break;
            case "content_block_stop":
                part.Finished.Add(index);
                break;
            case "message_delta" when data.Object("delta") is { } delta:
                ReadStop(part, delta);
                break;
            case "error":
                part.Forbid(BypassReason.UpstreamError);
                break;
            case null:
                part.Forbid(BypassReason.NotACompletion);
                break;
        }
    }

    public ReadOnlyMemory<byte>? Reworking(ReadOnlyMemory<byte> request, string answer, string instruction) =>
        Rework.Of(request, "messages", answer, instruction);

    public bool IsLast(SseEvent next) => next.Type == "message_stop";

    public void WriteFailure(IBufferWriter<byte> output, OpenAiException error, SseEvent? last) =>
        SseWriter.WriteEvent(output, "error", null, AnthropicErrors.Body(error));

    private static void ReadStop(AnswerPart part, JsonObjectView holder) =>
        part.Forbid(holder.Text("stop_reason") == "refusal" ? BypassReason.Refusal : null);

    private static void ReadBlock(AnswerPart part, long index, JsonObjectView block)
    {
        switch (block.Text("type"))
        {
            case "text":
                part.Forbid(block.HasContent("citations") ? BypassReason.Annotations : null);
                part.Take(index, block, "text");
                break;
            case "thinking" or "redacted_thinking":
                break;
            default:
                part.Forbid(BypassReason.ToolCalls);
                break;
        }
    }
}
