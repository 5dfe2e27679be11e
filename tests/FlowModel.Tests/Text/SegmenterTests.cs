using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class SegmenterTests
{
    private static string[] Editable(string text) => [.. Segmenter.Cut(text).Where(static s => s.Editable).Select(static s => s.Text)];

    [Fact]
    public void Cut_AnyText_JoinsToTheSameText() => AnyText.Check(static text =>
    {
        var segments = Segmenter.Cut(text);
        var end = 0;
        foreach (var segment in segments)
        {
            if (segment.Start != end || segment.Text.Length == 0)
                return false;
            end = segment.End;
        }

        return string.Concat(segments.Select(static s => s.Text)) == text;
    });

    [Fact]
    public void Cut_AnyText_EditableSegmentsHaveNoOuterWhiteSpace() =>
        AnyText.Check(static text => Editable(text).All(static s => s.Trim() == s));

    [Fact]
    public void Cut_AnyText_NeverGivesTwoFixedSegmentsInARow() => AnyText.Check(static text =>
    {
        var segments = Segmenter.Cut(text);
        return segments.Zip(segments.Skip(1)).All(static pair => pair.First.Editable || pair.Second.Editable);
    });

    [Theory]
    [InlineData("One here. Two there! Three? Four", "One here.|Two there!|Three?|Four")]
    [InlineData("Mr. Smith met Dr. J. R. Jones at 3.14 p.m. today. Then he left.", "Mr. Smith met Dr. J. R. Jones at 3.14 p.m. today.|Then he left.")]
    [InlineData("Use e.g. this one, or No. 5, see Fig. 2. No. I disagree.", "Use e.g. this one, or No. 5, see Fig. 2.|No.|I disagree.")]
    [InlineData("Take v1.2 from https://x.org/a.b?c=d. Then run it.", "Take v1.2 from https://x.org/a.b?c=d.|Then run it.")]
    [InlineData("Wait... what? Oh… fine. OK", "Wait... what?|Oh… fine.|OK")]
    [InlineData("shut up! you fool. really", "shut up!|you fool. really")]
    [InlineData("He said “Go. Now.” Then he left.", "He said “Go. Now.”|Then he left.")]
    [InlineData("\"What?\" he asked. \"Nothing. At all.\" She left.", "\"What?\" he asked.|She left.")]
    [InlineData("Call `a. B` first. (See below.) Done.", "Call `a. B` first.|(See below.)|Done.")]
    [InlineData("It is **done.** Next *one.* End.", "It is **done.**|Next *one.*|End.")]
    [InlineData("これは文です。次の文です。", "これは文です。|次の文です。")]
    [InlineData("Open at 10:30 a.m. Come early.", "Open at 10:30 a.m.|Come early.")]
    [InlineData("Nice.<br /><br />It is like that.", "Nice.|It is like that.")]
    public void Cut_Paragraph_GivesSentences(string text, string expected) => Assert.Equal(expected.Split('|'), Editable(text));

    [Theory]
    [InlineData("Dear Ann,\nThank you for writing.", "Dear Ann,|Thank you for writing.")]
    [InlineData("We will\nget back to you.", "We will\nget back to you.")]
    [InlineData("First.  \nsecond line", "First.|second line")]
    [InlineData("One\r\n\r\nTwo", "One|Two")]
    public void Cut_LineBreaks_EndSentencesUnlessTheyGoOn(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Editable(text));

    [Theory]
    [InlineData("Before.\n```python\nprint('Hi. There.')\n\n# A comment.\n```\nAfter.", "Before.|After.")]
    [InlineData("Before.\n~~~~\nCode.\n~~~\nStill code.\n~~~~\nAfter.", "Before.|After.")]
    [InlineData("```\nNever closed. Ever.", "")]
    [InlineData("Before.\n\n    int x = 1; // Code.\n\n    more();\n\nAfter.", "Before.|After.")]
    [InlineData("Before.\n| Name | Age |\n|---|---|\n| Ann. | 5 |\n\nAfter.", "Before.|After.")]
    [InlineData("Name | Age\n--- | ---\nAnn | 5\n\nAfter.", "After.")]
    [InlineData("# A heading. Really\nText here.", "Text here.")]
    [InlineData("Title here\n===\nText here.", "Text here.")]
    [InlineData("> Quoted. Text.\n\nAfter.", "After.")]
    [InlineData("<div>\nInside. Here.\n</div>\n\nAfter.", "After.")]
    [InlineData("<pre>\na. B\n\nc. D\n</pre>\nAfter.", "After.")]
    [InlineData("<!-- a\n\nb. C -->\nAfter.", "After.")]
    [InlineData("$$\nx = 1. Y\n$$\nAfter.", "After.")]
    [InlineData("Above.\n\n---\n\nBelow.", "Above.|Below.")]
    [InlineData("[id]: https://x.org\nText.", "Text.")]
    [InlineData("https://x.org/a\n\n`code`\n\n{name}", "")]
    public void Cut_Structure_IsNotEditable(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Editable(text));

    [Fact]
    public void Cut_List_KeepsMarkersOutOfTheSentences()
    {
        const string text =
            "Steps:\n1. Open it. Wait.\n2) Close it\n   and lock it.\n- [x] Done now\n  * Nested one\n\n    A paragraph of the item.\n";

        Assert.Equal(
            ["Steps:", "Open it.", "Wait.", "Close it\n   and lock it.", "Done now", "Nested one", "A paragraph of the item."],
            Editable(text));
    }

    [Fact]
    public void Cut_FenceInAListItem_IsNotEditable() =>
        Assert.Equal(
            ["Run this:", "After."],
            Editable("1. Run this:\n   ```sh\n   rm -rf. Now.\n   ```\n2. ```\n   x. Y\n   ```\n\nAfter."));

    [Fact]
    public void Cut_Empty_GivesNothing() => Assert.Empty(Segmenter.Cut(""));

    [Fact]
    public void Cut_WhiteSpaceOnly_GivesOneFixedSegment() =>
        Assert.Equal([new Segment(0, " \n\t ", Editable: false)], Segmenter.Cut(" \n\t "));

    [Fact]
    public void Cut_LongParagraph_TakesOnePass()
    {
        var text = string.Concat(Enumerable.Repeat("It costs $5 and \"that. Is\" it. ", 5_000));

        Assert.Equal(5_000, Editable(text).Length);
    }
}
