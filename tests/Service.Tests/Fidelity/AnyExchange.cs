using System.Text;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>Random exchanges: the n-th is the same in each run. None has "bad" in it, so nothing is edited.</summary>
internal sealed class AnyExchange(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", " word", "  ", "é", "日本", "\U0001F600", "\\n", "\\u00e9", "\\ud83d\\ude00", "\\ud83d",
        "\\/", "\\\"", "'", "<b>", "{}", "\u2028", "0", "data: ",
    ];

    private static readonly string[] Values =
        ["1.0", "1E+2", "-0", "123456789012345678901234567890", "null", "true", "[]", "{}", "[1 ,2]", "{\"a\":1,\"a\":2}", "\"x\"", "\"\""];

    private static readonly string[] Members =
        ["id", "object", "model", "created", "usage", "service_tier", "x", "x", "prompt_filter_results", "system_fingerprint"];

    private static readonly string[] Spaces = ["", "", "", " ", "\n", "\t", "\r\n  "];

    private static readonly int[] Statuses =
        [200, 200, 200, 200, 200, 201, 202, 301, 400, 401, 404, 408, 409, 422, 429, 500, 502, 503, 529, 599];

    private static readonly string[] Paths =
    [
        Exchange.ChatPath, Exchange.ChatPath, Exchange.ChatPath, "/openai/deployments/d/chat/completions?api-version=1",
        "/v1/completions", "/v1/responses", "/v1/messages?beta=true", "/v1/embeddings", "/v1/a%2Fb//c?", "/v1/x?q=%20+&&",
    ];

    private static readonly (string Name, string Value)[] Asked =
    [
        ("Authorization", "Bearer sk"), ("api-key", "k"), ("Accept", "*/*"), ("Accept-Encoding", "gzip, br"), ("User-Agent", "a/1 (b; c)"),
        ("x-odd", "a,b ; \"c\""),
        ("x-empty", ""), ("x-latin", "\u00e9"), ("Cookie", "a=1; b=2"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("Idempotency-Key", "1"),
    ];

    private static readonly (string Name, string Value)[] Told =
    [
        ("x-request-id", "r"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2"), ("ETag", "W/\"e\""),
        ("Cache-Control", "private,no-store"), ("Vary", "a,b"),
        ("Vary", "Origin"), ("x-ratelimit-remaining-tokens", "1"), ("Retry-After", "09999"), ("x-should-retry", "false"),
        ("x-latin", "\u00ff"), ("Server", "s/1"),
        ("x-empty", ""), ("Content-Language", "en , de"), ("Last-Modified", "Thursday, 01-Jan-70 00:00:00 GMT"),
        ("Server-Timing", "db;dur=1.50"),
    ];

    private readonly Random random = new(seed);

    public Exchange Next()
    {
        var path = Pick(Paths);
        var events = random.Next(2) == 0;
        var answer = events ? Stream(path) : Document(Answer(path, "message"), valid: false);
        var status = Pick(Statuses);
        var type = events ? Pick(["text/event-stream", "text/event-stream;charset=utf-8", "Text/Event-Stream; charset=UTF-8"])
            : Pick(["application/json", "application/json;charset=utf-8", "text/html", "text/plain"]);
        return new($"{seed}")
        {
            Target = path,
            Asks = [("Content-Type", "application/json"), ("x-stainless-retry-count", "1"), .. Some(Asked)],
            Question = Encoding.UTF8.GetBytes(Document(Question(path), valid: true)),
            Status = status,
            Tells = [("Content-Type", type), .. Some(Told)],
            Answer = Encoding.UTF8.GetBytes(answer),
            Chunked = random.Next(2) == 0,
            Piece = random.Next(3) == 0 ? random.Next(1, 60) : 0,
        };
    }

    private string Document(string main, bool valid)
    {
        var members = Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{Pick(Members)}\"{Space()}:{Space()}{Pick(Values)}").ToList();
        members.Insert(random.Next(members.Count + 1), main);
        var text = $"{Space()}{{{Space()}{string.Join($"{Space()},{Space()}", members)}}}{Space()}";
        return valid || random.Next(8) > 0 ? text : text[..random.Next(text.Length)];
    }

    private string Question(string path)
    {
        var text = Text(paired: true);
        return path is "/v1/completions" ? $"\"prompt\":{text}"
            : path is "/v1/responses" ? $"\"input\":{text}"
            : $"\"messages\":[{{\"role\":\"user\",\"content\":{text}}}]";
    }

    private string Answer(string path, string chat) => path switch
    {
        "/v1/completions" => $"\"choices\":[{{\"index\":0,{Space()}\"text\":{Text()},\"finish_reason\":{Pick(["null", "\"stop\""])}}}]",
        "/v1/responses" => Response(),
        "/v1/messages?beta=true" => Blocks(),
        _ => Choices(chat),
    };

    private string Response() => Pick(
    [
        $"\"output\":[{{\"type\":\"message\",\"content\":[{{\"type\":\"output_text\",\"text\":{Text()}}}]}}]",
        $"\"type\":\"response.output_text.delta\",{Space()}\"delta\":{Text()}",
        $"\"type\":\"response.output_text.done\",\"text\":{Text()}",
        $"\"type\":\"response.completed\",\"response\":{{\"output\":[{{\"type\":\"reasoning\"}}]}}",
        "\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\"}",
    ]);

    private string Blocks() => Pick(
    [
        $"\"content\":[{{\"type\":\"text\",{Space()}\"text\":{Text()}}}]",
        $"\"type\":\"content_block_start\",\"index\":0,\"content_block\":{{\"type\":\"{Pick(["text", "tool_use"])}\",\"text\":\"\"}}",
        $"\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":{Text()}}}",
        "\"type\":\"content_block_stop\",\"index\":0",
        "\"type\":\"message_stop\"",
    ]);

    private string Choices(string inner) => "\"choices\":[" + string.Join(',', Enumerable.Range(0, random.Next(1, 3)).Select(index =>
        $"{{\"index\":{index},{Space()}\"{inner}\":{{{Message()}}},\"finish_reason\":{Pick(["null", "\"stop\"", "\"length\""])}}}")) + "]";

    private string Message() => Pick(
    [
        $"\"role\":\"assistant\",\"content\":{Text()}",
        $"\"content\":{Space()}{Text()}",
        "\"content\":null",
        "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]",
        $"\"refusal\":{Text()}",
        $"\"reasoning_content\":{Text()}",
        "",
    ]);

    private string Stream(string path)
    {
        var output = new StringBuilder(Pick(["", "", "", "\uFEFF", ": hi\n\n"]));
        var end = Pick(["\n", "\n", "\n", "\r\n", "\r"]);
        for (var count = random.Next(8); count > 0; count--)
        {
            var line = random.Next(10) == 0 ? Pick(["\n", "\r\n", "\r"]) : end;
            output.Append(Pick(["", "", "",
                $": comment{line}{line}", $"event: e{line}", $"id:7{line}", $"retry: 1{line}", line, $"loose{line}"]));
            var data = random.Next(12) == 0 ? Pick(["<oops>", "{\"error\":{\"message\":\"m\"}}", "{}", ""]) : "{" + Answer(path, "delta") + "}";
            output.Append("data:").Append(Pick([" ", " ", ""])).Append(data).Append(line);
            output.Append(Pick([line, line, line, line, line + line, ""]));
        }

        var done = $"data: [DONE]{end}{end}";
        return output.Append(Pick([done, done, $"data: [DONE]{end}", "data: [DONE]", "", "data: {\"cut", $"{done}late"])).ToString();
    }

    // A request must be well-formed Unicode, or it is refused; an answer need not be.
    private string Text(bool paired = false) => "\"" + string.Concat(Enumerable.Range(0, random.Next(6))
        .Select(_ => Pick(Pieces)).Where(piece => !(paired && piece == "\\ud83d"))) + "\"";

    private string Space() => Pick(Spaces);

    private IEnumerable<T> Some<T>(T[] all) => all.Where(_ => random.Next(4) == 0).ToArray();

    private T Pick<T>(T[] all) => all[random.Next(all.Length)];
}
