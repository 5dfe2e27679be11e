namespace PreferenceFlow.Service.Telemetry;

/// <summary>Names and bucket boundaries of OpenTelemetry's GenAI semantic conventions (status: development).</summary>
internal static class GenAi
{
    public const string OperationName = "gen_ai.operation.name", Chat = "chat", TextCompletion = "text_completion";
    public const string ProviderName = "gen_ai.provider.name", OpenAi = "openai", Anthropic = "anthropic";

    public const string RequestModel = "gen_ai.request.model";
    public const string InputTokens = "gen_ai.usage.input_tokens", OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type", Input = "input", Output = "output";

    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";
    public const string TokenUsage = "gen_ai.client.token.usage";

    /// <summary>Seconds.</summary>
    public static IReadOnlyList<double> DurationBuckets { get; } =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Seconds.</summary>
    public static IReadOnlyList<double> FirstTokenBuckets { get; } =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Tokens: 1 to 67,108,864 by factors of 4.</summary>
    public static IReadOnlyList<long> TokenBuckets { get; } = [.. Enumerable.Range(0, 14).Select(power => 1L << (2 * power))];
}
