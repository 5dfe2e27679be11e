using PreferenceFlow.Service.Tests.Formats;
using static PreferenceFlow.Service.Tests.Fidelity.Corpus;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>The other formats that are aligned, on their paths; and Azure's.</summary>
internal static class FormatExchanges
{
    private const string Azure = "/openai/deployments/gpt%204o/chat/completions?api-version=2024-10-21";

    private static readonly string[] Pieces = ["A fine ", "caf\\u00e9 \\/ \\ud83d\\ude00", " day. ", "So it was."];

    public static IEnumerable<Exchange> All =>
    [
        .. FormatCase.All.Where(format => format.Key != "chat").SelectMany(format => Of(format.Key, format.Value)),
        Document("completions", "several completions",
            CompletionsWire.Envelope(CompletionsWire.Choice("\"text\":\"a\"") + " , " + CompletionsWire.Choice("\"text\":\"b\""))),
        Document("completions", "completion with log probabilities",
            CompletionsWire.Envelope(CompletionsWire.Choice("\"text\":\"bad\",\"logprobs\":{\"tokens\":[\"bad\"]}"))),
        Document("completions", "completion without a text", """{"choices":[{}]}"""),
        Asking("completions", "several prompts", "\"prompt\":[\"a\",\"b\"]"),
        Asking("completions", "echo and suffix", "\"echo\":true,\"suffix\":\"!\""),
        Document("responses", "response with a tool call",
            ResponsesWire.Response("completed", """{"type":"function_call","name":"f","arguments":"{\"bad\": 1.0}"}""")),
        Document("responses", "response with annotations",
            ResponsesWire.Response("completed", ResponsesWire.Message(ResponsesWire.Part("bad", """ "annotations" : [{"start_index":1}]""")))),
        Document("responses", "response in the background", """{"id":"resp_1","status":"queued","output":[],"output_text":"" }"""),
        Document("responses", "response that failed", """{"status":"failed","error":{"code":"server_error"},"output":[]}"""),
        Asking("responses", "response by a schema", "\"text\":{\"format\":{\"type\":\"json_schema\"}}"),
        Stream("responses", "response events of a tool call", ResponsesWire.Events(
        [
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","name":"f"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"bad\""}""",
            """{"type":"response.completed","response":{"output":[{"type":"function_call","arguments":"{\"bad\""}]}}""",
        ])),
        Stream("responses", "response events without types", ResponsesWire.Stream(Pieces)
            .Replace("event: response", ": response", StringComparison.Ordinal)),
        Stream("responses", "response events in odd framing", ResponsesWire.Stream(Pieces)
            .Replace("\n", "\r\n", StringComparison.Ordinal).Replace("data: ", "data:", StringComparison.Ordinal)) with { Piece = 7 },
        Stream("responses", "response events that fail", ResponsesWire.Events(
        [
            .. ResponsesWire.Text(Pieces),
            """{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error"},"output":[]}}""",
        ])),
        Document("messages", "message with a tool use",
            MessagesWire.Message("""{"type":"text","text":"bad"},{"type":"tool_use","id":"t","name":"f","input":{"a": 1.0}}""")),
        Document("messages", "message with citations",
            MessagesWire.Message("""{"type":"text","text":"bad","citations":[{"cited_text":"bad"}]}""")),
        Document("messages", "overloaded", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")
            with { Status = 529 },
        Asking("messages", "prefilled message", "\"messages\":[{\"role\":\"assistant\",\"content\":\"{\"}]"),
        Stream("messages", "message events of a tool use", MessagesWire.Events(
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"bad\""}}""",
            MessagesWire.Stop,
        ])),
        Stream("messages", "message events that end in an error", MessagesWire.Events(
            [.. MessagesWire.Text(Pieces), """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""])),
        Completion("Azure", ChatExchanges.Plain, "{}") with { Target = Azure, Asks = [("api-key", "k"), ("Content-Type", "application/json")] },
        Completion("Azure v1", "{}", "{}") with { Target = "/openai/v1/chat/completions", Tells = [("apim-request-id", "1")] },
        Events("Azure events", "data: {\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n" +
            FormatCase.All["chat"].Stream(Pieces)) with { Target = Azure },
    ];

    private static IEnumerable<Exchange> Of(string name, FormatCase format) =>
    [
        Document(name, name, format.Answer(string.Concat(Pieces))),
        Document(name, $"{name} in odd writing", " \r\n" + format.Answer("fine").Replace(":", " : ", StringComparison.Ordinal)),
        Document(name, $"{name} cut off", format.Answer("bad")[..60]),
        Stream(name, $"{name} as events", format.Stream(Pieces)),
        Stream(name, $"{name} as events in small pieces", format.Stream(Pieces)) with { Piece = 9 },
        Stream(name, $"{name} as events that stop early", format.Stream(Pieces)[..400]),
    ];

    private static Exchange Document(string name, string title, string answer) =>
        Completion(title, answer, FormatCase.All[name].Request) with
        {
            Target = FormatCase.All[name].Path,
            Asks = [("x-api-key", "k"), ("anthropic-version", "2023-06-01"), ("Content-Type", "application/json")],
        };

    private static Exchange Asking(string name, string title, string members) =>
        Document(name, title, FormatCase.All[name].Answer("bad")) with { Question = Utf8($"{{{members}, \"odd\" : 1.0}}") };

    private static Exchange Stream(string name, string title, string answer) =>
        Events(title, answer) with { Target = FormatCase.All[name].Path, Question = Utf8(FormatCase.All[name].StreamRequest) };
}
