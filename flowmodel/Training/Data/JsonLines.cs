using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace PreferenceFlow.Training.Data;

/// <summary>Cuts a stream into lines, unpacking gzip where its first bytes say so. Lines of white space are left out.</summary>
internal static class JsonLines
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Reads to the end, or to where the stream is broken; then the last line tells how.</summary>
    /// <param name="stream">Text or gzip.</param>
    /// <param name="longest">Longest line in bytes; a longer one is given as a problem.</param>
    public static IEnumerable<JsonLine> Read(Stream stream, int longest)
    {
        var input = Unpack(stream);
        var chunk = new byte[ChunkSize];
        var line = new List<byte>();
        var (number, length) = (1, 0L); // length counts what an overlong line no longer keeps
        while (true)
        {
            var (count, problem) = Fill(input, chunk);
            if (problem is not null)
            {
                yield return new JsonLine { Number = number, Problem = problem };
                yield break;
            }

            for (int start = 0, end; start < count; start = end)
            {
                var found = chunk.AsSpan(start, count - start).IndexOf((byte)'\n');
                end = found < 0 ? count : start + found + 1;
                length += end - start;
                if (length - 1 <= longest)
                    line.AddRange(chunk.AsSpan(start, end - start));
                if (found < 0)
                    continue;
                if (Finish(line, number, length - 1, longest) is { } whole)
                    yield return whole;
                line.Clear();
                (number, length) = (number + 1, 0);
            }

            if (count == 0)
                break;
        }

        if (Finish(line, number, length, longest) is { } last)
            yield return last;
    }

    private static Stream Unpack(Stream stream)
    {
        var head = new byte[2];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, count), stream);
        return head is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    private static (int Count, string? Problem) Fill(Stream input, byte[] chunk)
    {
        try
        {
            return (input.Read(chunk), null);
        }
        catch (InvalidDataException exception)
        {
            return (0, $"the gzip data is cut off or damaged here: {exception.Message}");
        }
    }

    private static JsonLine? Finish(List<byte> line, int number, long length, int longest)
    {
        if (length > longest)
            return new JsonLine { Number = number, Problem = $"the line has {length} bytes, expected at most {longest}" };

        var bytes = line.ToArray().AsMemory();
        if (number == 1 && bytes.Span.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        bytes = bytes.Trim(" \t\r\n"u8);
        if (bytes.IsEmpty)
            return null;
        return Utf8.IsValid(bytes.Span)
            ? new JsonLine { Number = number, Bytes = bytes }
            : new JsonLine { Number = number, Problem = "expected UTF-8, found other bytes" };
    }

}
