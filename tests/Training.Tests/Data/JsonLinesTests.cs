using System.IO.Compression;
using System.Text;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests.Data;

public sealed class JsonLinesTests
{
    private const string Line = """{"chosen":"good","rejected":"bad"}""";

    private static PairFile Read(byte[] bytes, int longest = PairReader.LongestLine) =>
        PairReader.Read(new MemoryStream(bytes), "pairs", BadLinePolicy.Continue, longest);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    [Fact]
    public void Read_Gzip_IsKnownByItsContent() => Assert.Single(Read(Gzip(Encoding.UTF8.GetBytes(Line))).Pairs);

    [Fact]
    public void Read_TruncatedGzip_ReportsTheLineWhereItBreaks()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(1, 5_000).Select(_ => random.NextInt64());
        var lines = string.Join('\n', numbers.Select(number => $$"""{"chosen":"{{number}}","rejected":"bad"}"""));
        var packed = Gzip(Encoding.UTF8.GetBytes(lines));

        var file = Read(packed[..(packed.Length / 2)]);

        var bad = Assert.Single(file.BadLines);
        Assert.Contains("gzip", bad.Reason, StringComparison.Ordinal);
        Assert.InRange(file.Pairs.Count, 1, 4_999);
        Assert.Equal(file.Pairs[^1].Line + 1, bad.Number);
    }

    [Fact]
    public void Read_DamagedGzip_IsReported()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(Line));
        packed[12] ^= 0xFF;

        Assert.Contains("gzip", Assert.Single(Read(packed).BadLines).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InvalidUtf8_IsReported()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Line + "\n{\"chosen\":\""), 0xFF, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Line)];

        var file = Read(bytes);

        Assert.Equal(new BadLine(2, "expected UTF-8, found other bytes"), Assert.Single(file.BadLines));
        Assert.Equal([1, 3], file.Pairs.Select(static p => p.Line));
    }

    [Fact]
    public void Read_OverlongLine_IsReportedAndLeftOut()
    {
        var file = Read(Encoding.UTF8.GetBytes(Line + "\n" + new string('x', 200_000) + "\n" + Line), longest: 100);

        Assert.Equal(new BadLine(2, "the line has 200000 bytes, expected at most 100"), Assert.Single(file.BadLines));
        Assert.Equal([1, 3], file.Pairs.Select(static p => p.Line));
    }

    [Fact]
    public void Read_OverlongLastLine_IsReported() =>
        Assert.Equal(1, Assert.Single(Read(new byte[200_000], longest: 100).BadLines).Number);

    [Fact]
    public void Read_ByteOrderMarkAndWindowsLineBreaks_AreAccepted()
    {
        var file = Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Line + "\r\n\r\n" + Line + "\r\n")]);

        Assert.Empty(file.BadLines);
        Assert.Equal([1, 3], file.Pairs.Select(static p => p.Line));
    }

    [Fact]
    public void Read_LineAcrossChunks_IsWhole()
    {
        var text = new string('x', 300_000);

        Assert.Equal(text, Assert.Single(Read(Encoding.UTF8.GetBytes($$"""{"chosen":"{{text}}","rejected":"bad"}""")).Pairs).Chosen);
    }
}
