using System.Buffers;
using System.Text;
using PreferenceFlow.Clients.ServerSentEvents;

namespace PreferenceFlow.Clients.Tests.ServerSentEvents;

public sealed class SseWriterTests
{
    [Fact]
    public void WriteEvent_DataWithLineFeeds_IsSeveralLines()
    {
        var output = new ArrayBufferWriter<byte>();

        SseWriter.WriteEvent(output, "e", "7", "a\nb"u8);
        SseWriter.WriteComment(output, "c");

        Assert.Equal("event: e\nid: 7\ndata: a\ndata: b\n\n: c\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void WriteComment_LineBreak_Throws() =>
        Assert.Throws<ArgumentException>(() => SseWriter.WriteComment(new ArrayBufferWriter<byte>(), "a\nb"));
}
