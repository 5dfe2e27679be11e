using System.Text.Json;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>Legacy completions. https://platform.openai.com/docs/api-reference/completions</summary>
internal sealed class CompletionsFormat : ChoicesFormat
{
    public override IReadOnlyList<string> Routes { get; } =
        ["/v1/completions", "/openai/v1/completions", "/openai/deployments/{deployment}/completions"];

    public override string Operation => GenAi.TextCompletion;

    protected override string TextName => "text";

    public override Question ReadQuestion(JsonObjectView request) => new()
    {
        Prompt = Conversation.Of(request.Texts("prompt").FirstOrDefault() ?? ""),
        StopStrings = request.Texts("stop"),
        Answers = Math.Max(1, (int)Math.Min(int.MaxValue, request.Integer("n") ?? 1)),
        Bypass = Forbids(request),
    };

    // The text is the choice's own.
    protected override JsonObjectView? Holder(JsonObjectView choice, string part) => choice;

    protected override BypassReason? Forbids(JsonObjectView choice, JsonObjectView holder) =>
        choice["logprobs"] is not null ? BypassReason.Logprobs : null;

    private static BypassReason? Forbids(JsonObjectView request)
    {
        if (request["logprobs"] is not null)
            return BypassReason.Logprobs;
        if (request.IsTrue("echo"))
            return BypassReason.Echo;
        if (request.HasContent("suffix"))
            return BypassReason.Suffix;
        if (request.Integer("best_of") is > 1)
            return BypassReason.BestOf;
        if (OutputFormat.IsJson(request.Object("response_format")))
            return BypassReason.ResponseFormat;
        var isList = request["prompt"] is { Kind: JsonTokenType.StartArray };
        return isList && (request.Array("prompt").Count > 1 || request.Texts("prompt").Count == 0) ? BypassReason.Prompts : null;
    }
}
