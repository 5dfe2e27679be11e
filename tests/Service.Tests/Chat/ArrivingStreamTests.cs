using System.Text;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Streams;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>Both ways to read one stream: sentence by sentence, and held whole.</summary>
public sealed class ArrivingStreamTests
{
    private static readonly string[] Words =
    [
        "bad ", "A bad day. ", "Is it bad? ", "So ", "she said ", "“It is bad. Go!” ", "`bad. Code` ", "bad.\n\n", "\n- ", "bad\n",
        "😀 ", "é", "\"bad\" ",
        "\n\n```\nbad. Code\n```\n", "Mr. Bad ", "3.14 ", "\n\n# Bad. Title\n\n", "\n\n| bad. |\n| x |\n\n", "bad 日本語。", "<br>",
    ];

    [Fact]
    public async Task Add_AnyAnswerInAnyChunks_GivesTheBytesThatHoldingGives()
    {
        var random = new Random(20261122);
        var edited = 0;
        for (var round = 0; round < 300; round++)
        {
            var body = Stream(random, [Answer(random), Answer(random)]);

            var (held, arrived) = (await HoldAsync(body), await ArriveAsync(body));

            Assert.Equal(held, arrived);
            edited += held == body ? 0 : 1;
        }

        Assert.InRange(edited, 150, 300);
    }

    private static async Task<string> ArriveAsync(string body)
    {
        var aligner = new SentenceAligner("bad", "truly good");
        var stream = new ArrivingStream(
            new ChatFormat(), (text, _) => Task.FromResult(new QueueResult(aligner.Decide(Ask(text), default), null)), null, [],
            limited: false, 1 << 20);
        var output = new StringBuilder();
        await foreach (var next in Events(body))
        {
            await stream.AddAsync(next);
            output.Append(Encoding.UTF8.GetString(stream.Take().Span));
        }

        return output.Append(Encoding.UTF8.GetString(stream.Release().Span)).ToString();
    }

    private static async Task<string> HoldAsync(string body)
    {
        var aligner = new SentenceAligner("bad", "truly good");
        var stream = new HeldStream(new ChatFormat(), 1 << 20);
        await foreach (var next in Events(body))
            stream.Add(next);
        var changed = stream.Choices()
            .ToDictionary(choice => choice, choice => aligner.Decide(Ask(stream.Text(choice)), default))
            .Where(pair => pair.Value.Changed)
            .ToDictionary();
        return Encoding.UTF8.GetString(stream.With(changed, new()).Span);
    }

    private static AlignmentRequest Ask(string answer) => new() { Prompt = "", Answer = answer };

    private static IAsyncEnumerable<SseEvent> Events(string body) =>
        new SseReader(new MemoryStream(Encoding.UTF8.GetBytes(body)), 1 << 20).ReadAsync(default);

    private static string Answer(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => Words[random.Next(Words.Length)]));

    // The choices' texts in pieces of any length, mixed; escaped or not, with fields that must stay.
    private static string Stream(Random random, string[] answers)
    {
        var body = new StringBuilder();
        var at = new int[answers.Length];
        while (Enumerable.Range(0, answers.Length).Where(index => at[index] < answers[index].Length).ToList() is { Count: > 0 } open)
        {
            var choice = open[random.Next(open.Count)];
            var end = Math.Min(answers[choice].Length, at[choice] + random.Next(12));
            if (end < answers[choice].Length && char.IsLowSurrogate(answers[choice][end]))
                end++;
            var chunk = Wire.Chunk(answers[choice][at[choice]..end], choice);
            body.Append(random.Next(4) == 0 ? chunk.Replace("}\n\n", ", \"x\" : 1.0 }\r\n\r\n", StringComparison.Ordinal) : chunk);
            at[choice] = end;
        }

        for (var choice = 0; choice < answers.Length; choice++)
            body.Append(Wire.Finish(choice));
        return body.Append(Wire.Done).ToString();
    }
}
