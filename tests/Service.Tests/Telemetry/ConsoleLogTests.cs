using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Tests.Telemetry;

public sealed class ConsoleLogTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.Zero));

    [Fact]
    public void Line_WithException_TellsTimeLevelCategoryAndBoth()
    {
        using var output = new MemoryStream();
        using (var log = new ConsoleLog(output, time))
            log.CreateLogger("Some.Category").Log(LogLevel.Error, 7, "state", new InvalidOperationException("why"), (state, _) => $"{state} é");

        Assert.Equal(
            "2026-11-22T01:02:03.0000000Z Error Some.Category[7] state é\nSystem.InvalidOperationException: why\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Lines_OfSeveralThreads_AreAllThereAndWhole()
    {
        const int Threads = 4, Each = 20_000; // some megabytes: more than the buffer holds
        using var output = new MemoryStream();
        using (var log = new ConsoleLog(output, time))
        {
            var logger = log.CreateLogger("c");
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
            {
                for (var line = 0; line < Each; line++)
                    logger.Log(LogLevel.Information, 0, (thread, line), null, static (state, _) => $"{state.thread}:{state.line}");
            })));
        }

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[3]);
        var byThread = lines.Select(line => line.Split(':')).ToLookup(parts => parts[0], parts => int.Parse(parts[1]));
        Assert.Equal(Threads, byThread.Count);
        Assert.All(byThread, thread => Assert.Equal(Enumerable.Range(0, Each), thread));
    }

    [Fact]
    public void Stream_NobodyReads_TheServiceGoesOn()
    {
        using var broken = new BrokenPipe();
        using var log = new ConsoleLog(broken, time);

        log.CreateLogger("c").LogError("lost");
        log.CreateLogger("c").LogError("lost too");
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
