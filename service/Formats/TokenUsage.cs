using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Formats;

/// <summary>The tokens that the upstream counts in an answer's <c>usage</c>, in any of the APIs' words; null what it does not tell.</summary>
internal readonly record struct TokenUsage(long? Input, long? Output)
{
    /// <param name="answer">An answer, or one event of a stream, which may hold it in <c>response</c> or <c>message</c>.</param>
    public static TokenUsage Of(JsonObjectView answer)
    {
        var holder = answer.Object("response") ?? answer.Object("message") ?? answer;
        return holder.Object("usage") is { } usage
            ? new(
                usage.Integer("prompt_tokens") ?? usage.Integer("input_tokens"),
                usage.Integer("completion_tokens") ?? usage.Integer("output_tokens"))
            : default;
    }

    /// <summary>With what another answer took.</summary>
    public TokenUsage Plus(TokenUsage other) => new(Sum(Input, other.Input), Sum(Output, other.Output));

    /// <summary>With what a later event of the same stream tells.</summary>
    public TokenUsage Then(TokenUsage later) => new(later.Input ?? Input, later.Output ?? Output);

    private static long? Sum(long? one, long? other) => one is null && other is null ? null : (one ?? 0) + (other ?? 0);
}
