using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests.Data;

public sealed class SharedDataTests
{
    [Theory]
    [InlineData("edits/paradetox.jsonl.gz", 10_721)]
    [InlineData("edits/imdb_counterfactual.jsonl.gz", 1_952)]
    [InlineData("edits/positive_frames.jsonl.gz", 7_514)]
    [InlineData("pairs/hh_harmless.jsonl.gz", 1_861)]
    public void Read_SharedFile_UsesOrReportsEveryLine(string file, int lines)
    {
        var read = PairReader.Read(SharedData.Path(file), BadLinePolicy.Continue);

        Assert.Equal(lines, read.Lines);
        Assert.InRange(read.BadLines.Count, 0, lines / 50);
        Assert.Equal(lines, read.Pairs.Select(static p => p.Line).Concat(read.BadLines.Select(static b => b.Number)).Distinct().Count());
        Assert.All(read.Pairs, static pair => Assert.NotEqual(pair.Chosen, pair.Rejected));
    }
}
