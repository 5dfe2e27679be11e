using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PreferenceFlow.Clients.ServerSentEvents;

namespace PreferenceFlow.Clients.Tests.ServerSentEvents;

public sealed class SseReaderTests
{
    // Text of the stream; the data of its events, joined by |. A dash stands for an event without data.
    public static readonly TheoryData<string, string> Table = new()
    {
        { "data: a\n\n", "a" },
        { "data: a\r\n\r\n", "a" },
        { "data: a\r\r", "a" },
        { "data: a\r\n\ndata: b\n\r\n", "a|b" },
        { "data:a\n\n", "a" },
        { "data:  a\n\n", " a" },
        { "data: a\ndata: b\n\n", "a\nb" },
        { "data\n\n", "" },
        { "data:\n\ndata: \n\n", "|" },
        { ": keep-alive\n\ndata: a\n\n", "-|a" },
        { ":\n\n", "-" },
        { "event: ping\ndata: a\nid: 7\nretry: 10\n\n", "a" },
        { "\uFEFFdata: a\n\n", "a" },
        { "data: a\n\ndata: b", "a|b" },
        { "data: a\n\ndata: b\n", "a|b" },
        { "data: a\n\n\n\ndata: b\n\n", "a|-|-|b" },
        { "data: caf\u00e9 \ud83d\ude00\n\n", "caf\u00e9 \ud83d\ude00" },
        { "other: x\n\n", "-" },
        { "", "" },
    };

    private static readonly string[] Parts = ["data: a", "data:b\u00e9", ": c", "event: e", "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "\uFEFF", "data: \ud83d\ude00", "x"];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Read_Table_GivesData(string stream, string expected)
    {
        var events = await ReadAsync(stream, 4096);

        Assert.Equal(stream.Length == 0 ? [] : expected.Split('|'), events.Where(next => next.Raw.Length > 1 || next.Data is not null || next.Terminated).Select(next => next.Data is null ? "-" : next.ToString()));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Read_ByteByByte_GivesTheSameEvents(string stream, string expected)
    {
        var whole = await ReadAsync(stream, 4096);
        var split = await ReadAsync(stream, 1);

        Assert.Equal(whole.Select(next => next.ToString()), split.Select(next => next.ToString()));
        Assert.NotNull(expected);
    }

    [Fact]
    public void Read_AnyStreamAnySplit_RawBytesAreTheStream() =>
        Prop.ForAll(
            Gen.Elements(Parts).ListOf().Select(string.Concat).ToArbitrary(),
            Gen.Choose(1, 7).ToArbitrary(),
            (stream, size) => ReadAsync(stream, size).GetAwaiter().GetResult().SelectMany(next => next.Raw.ToArray()).SequenceEqual(Encoding.UTF8.GetBytes(stream)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task Read_TypeAndId_AreKept()
    {
        var next = (await ReadAsync("event: e\nid: 7\ndata: [DONE]\n\n", 3)).Single();

        Assert.Equal(("e", "7", true, true), (next.Type, next.Id, next.IsDone, next.Terminated));
    }

    [Theory]
    [InlineData("data: 1\n\ndata: 0123456789data: 0123456\ndata: 7\ndata: 8\n\ndata: 2\n\n")]
    [InlineData("data: 1\n\ndata: 0123456\r\ndata: 789\r\n\r\ndata: 2\r\n\r\n")]
    public async Task Read_EventBeyondTheLimit_ComesInPartsWithoutData(string stream)
    {
        for (var limit = 12; limit < 24; limit++)
        {
            var events = await ReadAsync(stream, 5, limit);

            Assert.Equal(stream, string.Concat(events.Select(next => Encoding.UTF8.GetString(next.Raw.Span))));
            Assert.All(events, next => Assert.True(next.Raw.Length <= limit));
            Assert.Equal(["1", "2"], events.Where(next => next.Data is not null).Select(next => next.ToString()));
        }
    }

    private static async Task<List<SseEvent>> ReadAsync(string stream, int readSize, int limit = 1 << 20)
    {
        var events = new List<SseEvent>();
        await foreach (var next in new SseReader(new SmallReads(Encoding.UTF8.GetBytes(stream), readSize), limit).ReadAsync(CancellationToken.None))
            events.Add(next);
        return events;
    }

    private sealed class SmallReads(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
