using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace PreferenceFlow.Clients.ServerSentEvents;

/// <summary>Reads a stream of server-sent events and forgives what the wild sends.</summary>
/// <remarks>
/// Lines end with LF, CRLF or CR, also when a read splits them; <c>data:</c> needs no space; data may span lines; a last event needs no
/// blank line. It works on bytes, so a code point split across reads stays whole.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
/// </remarks>
public sealed class SseReader(Stream stream, int maxEventBytes)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly List<byte> raw = [];
    private readonly List<byte> line = [];
    private readonly List<byte> data = [];
    private bool hasData;
    private bool afterReturn;
    private bool firstLine = true;
    private bool inParts;
    private string? type;
    private string? id;

    /// <summary>The events as they arrive; those of one read are all yielded before the next read.</summary>
    /// <remarks>An event longer than the limit comes in parts that are not <see cref="SseEvent.Terminated"/> and have no data.</remarks>
    public async IAsyncEnumerable<SseEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var index = 0; index < count; index++)
            {
                if (Take(buffer[index]) is { } complete)
                    yield return complete;
            }
        }

        if (line.Count > 0)
            EndLine();
        if (raw.Count > 0)
            yield return Complete(terminated: false);
    }

    private SseEvent? Take(byte value)
    {
        raw.Add(value);
        var secondHalf = value == '\n' && afterReturn; // of CRLF: it belongs to the line already ended
        afterReturn = value == '\r';
        if (value is not ((byte)'\n' or (byte)'\r'))
        {
            line.Add(value);
        }
        else if (!secondHalf && line.Count > 0)
        {
            EndLine();
        }
        else if (!secondHalf)
        {
            firstLine = false;
            return Complete(terminated: true);
        }

        return raw.Count < maxEventBytes ? null : Part();
    }

    private SseEvent Part()
    {
        inParts = true;
        if (line.Count > 0)
        {
            line.Clear();
            line.Add((byte)':'); // the rest of the line is no line of its own
        }

        return Complete(terminated: false);
    }

    private void EndLine()
    {
        ReadOnlySpan<byte> text = CollectionsMarshal.AsSpan(line);
        if (firstLine && text.StartsWith(ByteOrderMark))
            text = text[ByteOrderMark.Length..];
        firstLine = false;

        var colon = text.IndexOf((byte)':');
        var field = colon < 0 ? text : text[..colon];
        var value = colon < 0 ? [] : text[(colon + 1)..];
        if (value.StartsWith(" "u8))
            value = value[1..];

        if (field.SequenceEqual("data"u8))
        {
            if (hasData)
                data.Add((byte)'\n');
            data.AddRange(value);
            hasData = true;
        }
        else if (field.SequenceEqual("event"u8))
        {
            type = Encoding.UTF8.GetString(value);
        }
        else if (field.SequenceEqual("id"u8))
        {
            id = Encoding.UTF8.GetString(value);
        }

        line.Clear();
    }

    private SseEvent Complete(bool terminated)
    {
        var complete = new SseEvent
        {
            Raw = raw.ToArray(),
            Data = hasData && !inParts ? data.ToArray() : default(ReadOnlyMemory<byte>?), // a plain null would become empty memory
            Type = type,
            Id = id,
            Terminated = terminated,
        };
        raw.Clear();
        data.Clear();
        (hasData, type, id) = (false, null, null);
        inParts &= !terminated;
        return complete;
    }
}
