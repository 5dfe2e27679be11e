using FsCheck.Fluent;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class SegmentReaderTests
{
    [Fact]
    public void Read_AnyTextInAnyPieces_GivesTheSentencesOfTheWhole() =>
        AnyText.Check(AnyText.WithoutRules.Zip(Gen.Choose(0, 1000)), static drawn =>
        {
            var (text, seed) = drawn;
            var segments = Read(text, new Random(seed));
            return string.Concat(segments.Select(static s => s.Text)) == text
                && segments.All(s => text.AsSpan(s.Start).StartsWith(s.Text))
                && segments.Where(static s => s.Editable).SequenceEqual(Segmenter.Cut(text).Where(static s => s.Editable));
        });

    // What has come, and what of it is certain; [] marks a sentence.
    [Theory]
    [InlineData("One here. ", "")]
    [InlineData("One here. T", "[One here.]")]
    [InlineData("One here. 2", "")]
    [InlineData("One here. two", "")]
    [InlineData("Met Dr. J", "")]
    [InlineData("One here.\n\n", "[One here.]\n\n")]
    [InlineData("One here.\n=", "")]
    [InlineData("One here.\n==\n", "One here.\n==\n")]
    [InlineData("It is 5\nMa", "")]
    [InlineData("It is 5\nMay now. T", "[It is 5\nMay now.]")]
    [InlineData("Name | Age\n--|", "")]
    [InlineData("Name | Age\n--|--\nAnn", "Name | Age\n--|--\n")]
    [InlineData("| a | b |\n| c. D", "| a | b |\n")]
    [InlineData("He said “Go. Now", "")]
    [InlineData("He said “Go. Now”. Then", "[He said “Go. Now”.]")]
    [InlineData("It is `a. B", "")]
    [InlineData("It is `a. B` here. C", "[It is `a. B` here.]")]
    [InlineData("See [Ann. Bob](http://x.org) here", "[See [Ann.]")]
    [InlineData("```\nx = 1", "```\nx = 1")]
    [InlineData("```\nx = 1\n``", "```\nx = 1\n")]
    [InlineData("```\nx = 1\n```\nOne. Two", "```\nx = 1\n```\n[One.]")]
    [InlineData("- One. Two\n- The ", "- [One.] [Two]")]
    [InlineData("你好。世", "[你好。]")]
    public void Append_PartOfAnAnswer_GivesWhatNoMoreTextCanChange(string text, string expected)
    {
        var reader = new SegmentReader(1000);

        var settled = text.SelectMany(unit => reader.Append(unit.ToString()));

        Assert.Equal(expected, string.Concat(settled.Select(static s => s.Editable ? $"[{s.Text}]" : s.Text)));
    }

    [Fact]
    public void Append_SentenceLongerThanTheLimit_IsGivenAsItIsAndCodeBehindItStaysCode()
    {
        var reader = new SegmentReader(20);

        var segments = Enumerable.Repeat("and so on ", 5).Append("it goes. Not this. \n```\nThis. Is code\n```\nBut this. ")
            .SelectMany(reader.Append).ToList();
        segments.AddRange(reader.End());

        Assert.Equal(["But this."], segments.Where(static s => s.Editable).Select(static s => s.Text));
    }

    [Fact]
    public void Append_LongAnswerInOnePiece_TakesTimeInItsLength()
    {
        var text = string.Concat(Enumerable.Repeat("One here. ", 100_000));

        var segments = new SegmentReader(1000).Append(text);

        Assert.Equal(99_999, segments.Count(static s => s.Editable));
    }

    private static List<Segment> Read(string text, Random random)
    {
        var reader = new SegmentReader(int.MaxValue);
        var segments = new List<Segment>();
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = Math.Min(text.Length, at + random.Next(1, 12));
            segments.AddRange(reader.Append(text[at..next]));
        }

        segments.AddRange(reader.End());
        return segments;
    }
}
