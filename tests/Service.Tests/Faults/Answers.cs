namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>How a request goes through the proxy.</summary>
internal enum Way
{
    /// <summary>A chat completion as one JSON document, aligned.</summary>
    Json,

    /// <summary>A chat completion as server-sent events, aligned.</summary>
    Stream,

    /// <summary>Any other endpoint.</summary>
    PassThrough,
}

/// <summary>Good answers, and what HTTP puts around them.</summary>
internal static class Answers
{
    public const string Json =
        """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"A bad day."},"finish_reason":"stop"}]}""";

    /// <summary>The first event of <see cref="Stream"/>.</summary>
    public const string FirstEvent =
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"A bad\"}}]}\n\n";

    public const string Stream = FirstEvent +
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" day.\"}}]}\n\n" +
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    public static string Body(Way way) => way == Way.Stream ? Stream : Json;

    /// <summary>A good answer as the client gets it.</summary>
    public static string Delivered(Way way) => way == Way.PassThrough ? Json : Body(way).Replace("bad", "good", StringComparison.Ordinal);

    public static string Type(Way way) => way == Way.Stream ? "text/event-stream" : "application/json";

    /// <param name="headers">Further header lines, each with its line end.</param>
    public static string Http(string type, string body, string status = "200 OK", string headers = "") =>
        $"{Head(type, status, headers)}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>Status line and headers, without the empty line that ends them.</summary>
    public static string Head(string type, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{headers}";

    /// <summary>A good response's head that announces chunks.</summary>
    public static string ChunkedHead(Way way, string headers = "") =>
        Head(Type(way), headers: $"{headers}Transfer-Encoding: chunked\r\n") + "\r\n";

    public static string Chunk(string bytes) => $"{bytes.Length:x}\r\n{bytes}\r\n";
}
