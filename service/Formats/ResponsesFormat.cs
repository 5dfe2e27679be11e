using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>Responses, whose streams tell each text piece by piece and then four times whole.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/responses-streaming. Events are neither added nor taken away, so that their
/// <c>sequence_number</c>s stay true.
/// </remarks>
internal sealed class ResponsesFormat : IAnswerFormat
{
    private const string Logprobs = "message.output_text.logprobs";

    public IReadOnlyList<string> Routes { get; } = ["/v1/responses", "/openai/v1/responses", "/openai/responses"];

    public Question ReadQuestion(JsonObjectView request) => new()
    {
        Prompt = request.Text("input") is { } question ? Conversation.Of(question) : Conversation.Of(request.Objects("input")),
        Bypass = OutputFormat.IsJson(request.Object("text")?.Object("format")) ? BypassReason.ResponseFormat
            : request.Integer("top_logprobs") is > 0 || request.Texts("include").Contains(Logprobs) ? BypassReason.Logprobs
            : null,
    };

    public void ReadAnswer(AnswerPart answer, JsonObjectView root)
    {
        if (root["error"] is not null || root.Repeats("output") || root["output"] is not { Kind: JsonTokenType.StartArray })
            answer.Forbid(BypassReason.NotACompletion);
        else
            ReadOutput(answer, root, answer.Take);
    }

    public void ReadEvent(AnswerPart part, JsonObjectView data)
    {
        var output = data.Integer("output_index") ?? 0;
        var choice = Choice(output, data.Integer("content_index") ?? 0);
        switch (data.Text("type"))
        {
            case "response.output_text.delta":
                part.Forbid(data.HasContent("logprobs") ? BypassReason.Logprobs : null);
                part.Take(choice, data, "delta");
                break;
            case "response.output_text.done":
                part.TakeRepeat(choice, data, "text");
                part.Finished.Add(choice);
                break;
            case "response.content_part.added" when data.Object("part") is { } content:
                ReadContent(part, choice, content, part.Take);
                break;
            case "response.content_part.done" when data.Object("part") is { } content:
                ReadContent(part, choice, content, part.TakeRepeat);
                break;
            case "response.output_item.added" or "response.output_item.done" when data.Object("item") is { } item:
                ReadItem(part, output, item, part.TakeRepeat);
                break;
            case "response.completed" or "response.incomplete" when data.Object("response") is { } response:
                ReadOutput(part, response, part.TakeRepeat);
                break;
            case "response.failed" when data.Object("response") is { } response:
                part.Forbid(BypassReason.UpstreamError);
                ReadOutput(part, response, part.TakeRepeat);
                break;
            case "response.refusal.delta" or "response.refusal.done":
                part.Forbid(BypassReason.Refusal);
                break;
            case "response.output_text.annotation.added":
                part.Forbid(BypassReason.Annotations);
                break;
            case "error":
                part.Forbid(BypassReason.UpstreamError);
                break;
            case null:
                part.Forbid(data.HasContent("error") ? BypassReason.UpstreamError : BypassReason.NotACompletion);
                break;
        }
    }

    public ReadOnlyMemory<byte>? Reworking(ReadOnlyMemory<byte> request, string answer, string instruction) =>
        Rework.Of(request, "input", answer, instruction);

    public bool IsLast(SseEvent next) => next.Type is "response.completed" or "response.incomplete" or "response.failed";

    /// <remarks>The shape of the specification, and the <c>error</c> object that makes the official clients raise it.</remarks>
    public void WriteFailure(IBufferWriter<byte> output, OpenAiException error, SseEvent? last)
    {
        var data = JsonNode.Parse(OpenAiErrors.Body(error))!.AsObject();
        data["type"] = "error";
        data["sequence_number"] = Sequence(last) + 1;
        foreach (var (name, value) in data["error"]!.AsObject().Where(member => member.Key != "type"))
            data[name] = value?.DeepClone();
        SseWriter.WriteEvent(output, "error", null, JsonSerializer.SerializeToUtf8Bytes(data));
    }

    private static long Sequence(SseEvent? last)
    {
        try
        {
            return last?.Data is { } data ? new JsonObjectView(data, JsonSlices.Root(data.Span)).Integer("sequence_number") ?? -1 : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    private static void ReadOutput(AnswerPart part, JsonObjectView response, Action<long, JsonObjectView, string> take)
    {
        var items = response.Objects("output");
        for (var index = 0; index < items.Count; index++)
            ReadItem(part, index, items[index], take);
        if (part.Pieces is [var only])
            part.TakeRepeat(only.Choice, response, "output_text"); // which some upstreams add
    }

    // What was done besides talking belongs together with the talk.
    private static void ReadItem(AnswerPart part, long output, JsonObjectView item, Action<long, JsonObjectView, string> take)
    {
        if (item.Text("type") is not ("message" or "reasoning"))
            part.Forbid(BypassReason.ToolCalls);
        if (item.Text("type") != "message")
            return;
        var contents = item.Objects("content");
        for (var index = 0; index < contents.Count; index++)
            ReadContent(part, Choice(output, index), contents[index], take);
    }

    private static void ReadContent(AnswerPart part, long choice, JsonObjectView content, Action<long, JsonObjectView, string> take)
    {
        if (content.Text("type") is not { } type)
        {
            part.Forbid(BypassReason.NotACompletion);
            return;
        }

        part.Forbid(type == "refusal" ? BypassReason.Refusal
            : content.HasContent("annotations") ? BypassReason.Annotations
            : content.HasContent("logprobs") ? BypassReason.Logprobs
            : null);
        if (type == "output_text")
            take(choice, content, "text");
    }

    private static long Choice(long output, long content) => (output << 32) + content;
}
