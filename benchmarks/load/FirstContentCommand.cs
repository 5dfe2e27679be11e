using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>When the first words of a stream arrive: from the upstream, passed through, and aligned a sentence at a time.</summary>
internal static class FirstContentCommand
{
    public static Command Create()
    {
        var bundle = new Option<DirectoryInfo>("--bundle") { Description = "Bundle that aligns.", Required = true };
        var count = new Option<int>("--requests") { Description = "Streams of each kind.", DefaultValueFactory = _ => 40 };
        var token = new Option<int>("--token-ms")
        {
            Description = "Milliseconds between the upstream's chunks of four letters.",
            DefaultValueFactory = _ => 10,
        };
        var json = ResultsFile.Option("proxy");
        var command = new Command("first-content", "Time to the first content of a stream.") { bundle, count, token, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var upstream = await LoadTarget.ServeAsync("upstream", 0, cancellationToken);
            using var proxy = await LoadTarget.ServeAsync("proxy", upstream.Port, cancellationToken, bundle: parsed.GetValue(bundle));
            var address = new Uri($"http://127.0.0.1:{proxy.Port}");
            await RequestCounts.WaitUntilReadyAsync(address, cancellationToken);
            using var client = new HttpClient { BaseAddress = address };
            using var direct = new HttpClient { BaseAddress = new($"http://127.0.0.1:{upstream.Port}") };

            var (straight, off, edit) = (new List<StreamTimes>(), new List<StreamTimes>(), new List<StreamTimes>());
            for (var request = -4; request < parsed.GetValue(count); request++)
            {
                var pause = parsed.GetValue(token);
                var (first, second, third) = (
                    await AskAsync(direct, request + 4, "off", pause, cancellationToken),
                    await AskAsync(client, request + 4, "off", pause, cancellationToken),
                    await AskAsync(client, request + 4, "edit", pause, cancellationToken));
                if (request < 0)
                    continue; // warm-up
                straight.Add(first);
                off.Add(second);
                edit.Add(third);
            }

            static double Median(IEnumerable<double> values) => Math.Round(Quantile.Median(values), 2);
            var fields = new Dictionary<string, object>
            {
                ["direct_stream_ttft_ms_p50"] = Median(straight.Select(times => times.First)),
                ["stream_ttft_ms_p50"] = Median(off.Select(times => times.First)),
                ["first_sentence_ms_p50"] = Median(straight.Select(times => times.Sentence)),
                ["aligned_stream_ttft_ms_p50"] = Median(edit.Select(times => times.First)),
                ["aligned_stream_after_sentence_ms_p50"] = Median(edit.Zip(straight, (aligned, plain) => aligned.First - plain.Sentence)),
                ["aligned_stream_arrivals_p50"] = Median(edit.Select(times => (double)times.Arrivals)),
                ["stream_ms_p50"] = Median(off.Select(times => times.Whole)),
                ["aligned_stream_ms_p50"] = Median(edit.Select(times => times.Whole)),
            };
            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {value}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);
        });
        return command;
    }

    private static async Task<StreamTimes> AskAsync(
        HttpClient client, int number, string mode, int tokenMs, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new
        {
            model = "load", stream = true, messages = new[] { new { role = "user", content = Drafts.Prompt(number) } },
        });
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.Add("x-pflow-mode", mode);
        message.Headers.Add("x-replay-token-ms", $"{tokenMs}");
        var start = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var (text, first, sentence, arrivals) = ("", 0.0, 0.0, new List<double>());
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Content(line) is not { Length: > 0 } piece)
                continue;
            var now = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (arrivals.Count == 0 || now - arrivals[^1] > 1)
                arrivals.Add(now);
            text += piece;
            first = first == 0 ? now : first;
            if (sentence == 0 && text.Contains(". ", StringComparison.Ordinal))
                sentence = now;
        }

        return new(first, sentence, Stopwatch.GetElapsedTime(start).TotalMilliseconds, arrivals.Count);
    }

    private static string? Content(string line)
    {
        if (!line.StartsWith("data: {", StringComparison.Ordinal))
            return null;
        using var chunk = JsonDocument.Parse(line["data: ".Length..]);
        var choices = chunk.RootElement.GetProperty("choices");
        return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content)
            ? content.GetString()
            : null;
    }

    /// <param name="First">Milliseconds until the first content.</param>
    /// <param name="Sentence">Until the first sentence is surely over: its full stop and the blank behind it are there.</param>
    /// <param name="Whole">Until the end.</param>
    /// <param name="Arrivals">Distinct times at which content came, more than a millisecond apart.</param>
    private sealed record StreamTimes(double First, double Sentence, double Whole, int Arrivals);
}
