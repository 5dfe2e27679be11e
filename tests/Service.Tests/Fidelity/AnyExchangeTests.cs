using System.Collections.Concurrent;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>What the corpus says of its exchanges, of ten thousand random ones.</summary>
public sealed class AnyExchangeTests(FidelityStage stage) : IClassFixture<FidelityStage>
{
    public const int Count = 10_000;

    private static readonly string[] Modes = ["off", "auto", "shadow"];

    [Fact]
    public async Task Exchange_AnyNotChanged_IsTheSameThroughTheProxy()
    {
        var different = new ConcurrentQueue<string>();
        var same = 0;

        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) =>
        {
            var exchange = new AnyExchange(seed).Next();
            var mode = Modes[seed % Modes.Length];
            var (reply, seen) = await stage.RunAsync(exchange, mode);
            if (Difference(exchange, reply, seen, mode) is { } difference)
                different.Enqueue($"{mode}: {difference}\n{exchange}");
            else
                Interlocked.Increment(ref same);
        });

        Assert.True(different.IsEmpty, $"{different.Count} differ, such as\n{string.Join("\n\n", different.Take(3))}");
        Assert.Equal(Count, same);
        ProxyResults.ByteEqual(same);
    }

    private static string? Difference(Exchange exchange, Reply reply, SeenRequest[] seen, string mode)
    {
        if (seen is not [var passed])
            return $"{seen.Length} requests";
        if (reply.Status != exchange.Status)
            return $"status {reply.Status}";
        if (!reply.Body.AsSpan().SequenceEqual(exchange.Answer))
            return "body " + Encoding.UTF8.GetString(reply.Body);
        if (!reply.Headers.SequenceEqual(Told(exchange)))
            return $"headers {string.Join("; ", reply.Headers)}";
        if (passed.Target != exchange.Target || !passed.Body.AsSpan().SequenceEqual(exchange.Question))
            return $"question {passed.Target} {passed.Text}";
        var (expected, got) = (Asked(exchange, mode), Reply.Seen(exchange, passed, mode != "off"));
        return got.SequenceEqual(expected) ? null : $"asked {string.Join("; ", got)}";
    }

    private static IEnumerable<string> Told(Exchange exchange)
    {
        var told = Lines(exchange.Tells);
        return exchange.TellsLength ? told.Append($"content-length: {exchange.Answer.Length}").Order(StringComparer.Ordinal) : told;
    }

    private static IEnumerable<string> Asked(Exchange exchange, string mode) => Lines([
        (Exchange.Header, exchange.Name),
        .. exchange.Asks.Where(asked => !(mode != "off" && exchange.IsAnswer && asked.Name == "Accept-Encoding"))]);

    private static IEnumerable<string> Lines(IEnumerable<(string Name, string Value)> headers) =>
        headers.Select(header => $"{header.Name.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal);
}
