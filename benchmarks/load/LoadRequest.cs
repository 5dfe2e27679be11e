using System.Text;
using System.Text.Json;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>The request that is sent again and again: a short question whose recorded answer has 1 KiB.</summary>
internal static class LoadRequest
{
    public const string Prompt = "How do I return a pair of shoes?";

    public static string Answer { get; } = string.Concat(Enumerable.Repeat("Please send them back in the box they came in. ", 22))[..1024];

    public static byte[] Bytes(int port)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "load", messages = new[] { new { role = "user", content = Prompt } } });
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer load\r\n" +
                $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
    }
}
