namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>OpenAI's legacy completions.</summary>
internal static class CompletionsWire
{
    public static string Answer(string text) => Envelope(Choice($"\"text\":\"{text}\"", "\"length\"")) + "\n";

    public static string Stream(string[] pieces) =>
        string.Concat(pieces.Select(piece => Event(Choice($"\"text\":\"{piece}\"", "null"))))
        + Event(Choice("\"text\":\"\"", "\"length\"")) + "data: [DONE]\n\n";

    /// <param name="members">A choice's members, without braces.</param>
    public static string Choice(string members, string finish = "\"stop\"") =>
        $"{{\"index\":0,{members},\"finish_reason\":{finish}}}";

    public static string Envelope(string choice) =>
        $"{{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1.0,\"model\":\"m\",\"choices\":[ {choice} ]}}";

    private static string Event(string choice) => $"data: {Envelope(choice)}\n\n";
}
