using System.Text;
using System.Text.Json;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>One request of a mixed load.</summary>
/// <param name="Failure">What the upstream is told to do wrong; null for nothing.</param>
internal sealed record SoakRequest(bool Stream, bool Aligned, string Prompt, string? Failure)
{
    private static readonly string[] s_failures = ["Status", "Reset", "Cut", "Garbage"];

    /// <summary>Draws one: three JSON answers to one stream.</summary>
    /// <param name="faults">Share of failures.</param>
    /// <param name="aligned">Share whose answer goes through the models.</param>
    public static SoakRequest Draw(Random random, double faults, double aligned)
    {
        var isAligned = random.NextDouble() < aligned;
        return new(
            random.Next(4) == 0,
            isAligned,
            isAligned ? Drafts.Prompt(random.Next(1000)) : LoadRequest.Prompt,
            random.NextDouble() < faults ? s_failures[random.Next(s_failures.Length)] : null);
    }

    /// <summary>Asks and reads to the end.</summary>
    /// <returns>Null where a whole answer came, else what came instead.</returns>
    public async Task<string?> AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(Body()) };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.Add("x-pflow-mode", Aligned ? "edit" : "off");
        if (Failure is not null)
            message.Headers.Add("x-replay-failure", Failure);
        try
        {
            using var response = await client.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return !response.IsSuccessStatusCode ? $"status {(int)response.StatusCode}" : IsWhole(body) ? null : "a broken body";
        }
        catch (HttpRequestException exception)
        {
            return $"no response ({exception.HttpRequestError})";
        }
    }

    private bool IsWhole(byte[] body)
    {
        if (Stream)
            return body.AsSpan().EndsWith("data: [DONE]\n\n"u8);
        try
        {
            using var answer = JsonDocument.Parse(body);
            var message = answer.RootElement.GetProperty("choices")[0].GetProperty("message");
            return message.GetProperty("content").GetString() is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private byte[] Body() => Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new { model = "load", stream = Stream, messages = new[] { new { role = "user", content = Prompt } } }));
}
