using System.Text.Json;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Formats;

/// <summary>One wire format as an upstream speaks it.</summary>
/// <param name="Question">A request's members, without braces.</param>
/// <param name="Answer">The document that tells a text.</param>
/// <param name="Stream">The events that tell a text in pieces. Pieces are written as in JSON.</param>
/// <param name="Last">How the stream's last event begins.</param>
internal sealed record FormatCase(
    string Path, string Question, Func<string, string> Answer, Func<string[], string> Stream, string Last)
{
    public static IReadOnlyDictionary<string, FormatCase> All { get; } = new Dictionary<string, FormatCase>
    {
        ["chat"] = new(
            "/v1/chat/completions",
            "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"the question\"}]",
            text => $$"""{"choices":[{"index":0,"message":{"content":"{{text}}"},"finish_reason":"stop"}]}""",
            pieces => string.Concat(pieces.Select(piece => Wire.Chunk(JsonSerializer.Deserialize<string>($"\"{piece}\"")!))) + Wire.Finish() + Wire.Done,
            "data: [DONE]"),
        ["completions"] = new(
            "/v1/completions",
            "\"model\":\"m\",\"prompt\":\"the question\"",
            CompletionsWire.Answer, CompletionsWire.Stream, "data: [DONE]"),
        ["responses"] = new(
            "/v1/responses",
            "\"model\":\"m\",\"instructions\":\"Be kind.\",\"input\":\"the question\"",
            ResponsesWire.Answer, ResponsesWire.Stream, "event: response.completed"),
        ["messages"] = new(
            "/v1/messages",
            "\"model\":\"m\",\"system\":\"Be kind.\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"the question\"}]}]",
            MessagesWire.Answer, MessagesWire.Stream, "event: message_stop"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public string Request => $"{{{Question}}}";

    public string StreamRequest => $"{{\"stream\":true,{Question}}}";

    /// <summary>A stream with the comment that tells the decision in front of its last event.</summary>
    public string Told(string stream, string decision) =>
        stream.Replace(Last, $": pflow decision={decision}\n\n{Last}", StringComparison.Ordinal);
}
