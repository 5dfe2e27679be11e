using System.Text.Json;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>Bodies and headers as they stand on the wire.</summary>
internal static class Wire
{
    public const string Request = """{"model":"m","messages":[{"role":"user","content":"the question"}]}""";

    public const string StreamRequest = """{"model":"m","stream":true,"messages":[{"role":"user","content":"the question"}]}""";

    // Everything that a parser and a writer would straighten: order, spacing, 1.0, big integers, duplicate keys, escapes.
    public const string Odd = """
        { "usage" : {"total_tokens":1.0, "big": 123456789012345678901234567890 },"x":1,  "id":"c\u002d1",
          "choices":[ {"finish_reason":"stop","index":0,"extra":{"a":1,"a":2},
            "message":{ "content" : "A bad caf\u00e9 \/ \ud83d\ude00 day." ,"role":"assistant","unknown":[1,2 ] }} ] , "object":"chat.completion" }

        """;

    public const string Done = "data: [DONE]\n\n";

    /// <summary>An event with a piece of a choice's text.</summary>
    public static string Chunk(string text, int choice = 0) =>
        Event(choice, $$"""{"content":{{JsonSerializer.Serialize(text)}} }""");

    /// <summary>The event that ends a choice.</summary>
    public static string Finish(int choice = 0) =>
        Event(choice, """{},"finish_reason":"stop" """);

    private static string Event(int choice, string delta) =>
        $"data: {{\"id\":\"c1\",\"choices\":[{{\"index\":{choice},\"delta\":{delta}}}]}}\n\n";

    public static string Decision(this HttpResponseMessage response) => response.Headers.GetValues("x-pflow-decision").Single();

    /// <summary>The error of a reply in OpenAI's shape; fails where the shape is another.</summary>
    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        return error;
    }
}
