namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>What the checks are, and what each must have seen, whichever client tells it.</summary>
internal static class Expected
{
    private static readonly Dictionary<string, string[]> Seen = new()
    {
        ["plain"] = ["It was a bad day 0."],
        ["stream"] = ["It was a ", "bad ", "day 0."],
        ["stream_usage"] = ["It was a ", "bad ", "day 0.", "11"],
        ["stream_helper"] = ["It was a bad day 0.", "end_turn"],
        ["tools"] = ["get_weather", "Paris, bad"],
        ["stream_tools"] = ["get_weather", "Pa"],
        ["schema"] = ["mood", "bad"],
        ["choices"] = ["It was a bad day 0.", "It was a bad day 1."],
        ["logprobs"] = ["-0.25"],
        ["image"] = ["A bad picture in 1 part."],
        ["bad_request"] = ["400", "Invalid temperature."],
        ["stream_bad_request"] = ["400", "Invalid temperature."],
        ["unauthorized"] = ["401", "Incorrect API key."],
        ["not_found"] = ["404", "No such model."],
        ["html"] = ["403"],
        ["limited_once"] = ["It was a bad day 0."],
        ["limited"] = ["429", "Rate limit reached at attempt 3."],
        ["failed_once"] = ["It was a bad day 0."],
        ["overloaded_once"] = ["It was a bad day 0."],
        ["broken"] = ["Broke in the middle."],
        ["abort"] = [], // what came first differs by client; that it is no error is checked below
        ["embeddings"] = ["0.25,-1", "3,0.5"],
        ["count_tokens"] = ["14"],
        ["models"] = ["plain"],
        ["completion"] = ["It was a bad day 0."],
        ["stream_completion"] = ["It was a ", "bad ", "day 0."],
        ["response"] = ["It was a bad day 0."],
        ["stream_response"] = ["It was a bad day 0.", "\"bad \""],
        ["response_helper"] = ["It was a bad day 0."],
    };

    private static readonly string[] OtherFormats =
        ["completion", "stream_completion", "response", "stream_response", "response_helper"];

    private static readonly Dictionary<string, string[]> Lacking = new()
    {
        ["openai"] = ["stream_helper", "overloaded_once", "count_tokens"],
        ["azure"] = ["stream_helper", "overloaded_once", "count_tokens"],
        ["langchain"] = ["stream_helper", "stream_bad_request", "overloaded_once", "count_tokens", "models", .. OtherFormats],
        ["ai"] =
        [
            "stream_usage", "stream_helper", "choices", "stream_bad_request", "overloaded_once", "count_tokens", "models", .. OtherFormats,
        ],
        ["dotnet"] = ["stream_usage", "stream_helper", "choices", "overloaded_once", "count_tokens", .. OtherFormats],
        ["anthropic"] =
        [
            "stream_usage", "schema", "choices", "logprobs", "image", "stream_bad_request", "failed_once", "embeddings", .. OtherFormats,
        ],
    };

    /// <summary>The checks of a client, in their order.</summary>
    public static IEnumerable<string> Checks(string client) => Seen.Keys.Except(Lacking[client]);

    public static void AssertRight(string check, string line)
    {
        Assert.All(Seen[check], text => Assert.Contains(text, line, StringComparison.Ordinal));
        if (check == "abort")
            Assert.DoesNotContain("\"error\":", line, StringComparison.Ordinal);
    }

    public static void AssertAttempts(string[] attempts) =>
        Assert.Equal(["limited 3", "limited_once 2"], attempts.Where(attempt => attempt.StartsWith("limited", StringComparison.Ordinal)));
}
