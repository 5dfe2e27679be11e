using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

public sealed class SegmentCutterTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "word", " ", "\n\n", ". ", "! ", ".", "Mr. X", "\n- ", "\n```\ncode\n```\n", "# H\n", "it's", "“q. r”", "\U0001F600",
        "\uD800", "  ", "<br />",
    ];

    private static string[] Cut(string rejected, string chosen) =>
    [
        .. SegmentCutter.Cut(rejected, Segmenter.Cut(rejected), chosen).Where(static p => p.Rejected.Editable).Select(static p => p.Chosen),
    ];

    [Fact]
    public void Cut_SubstitutionsInEachSentence_StayThere() =>
        Assert.Equal(["One good.", "Two fine!"], Cut("One bad. Two ugly!", "One good. Two fine!"));

    [Fact]
    public void Cut_SentenceInserted_BelongsToTheLeft() =>
        Assert.Equal(["One. New here.", "Two."], Cut("One. Two.", "One. New here. Two."));

    [Fact]
    public void Cut_WordInsertedAtTheStart_BelongsToTheFirst() =>
        Assert.Equal(["Please one.", "Two."], Cut("One.  Two.", "Please one.  Two."));

    [Fact]
    public void Cut_TextInsertedAfterAMarker_BelongsToTheSentence()
    {
        const string rejected = "- open it\n- close it";

        var pairs = SegmentCutter.Cut(rejected, Segmenter.Cut(rejected), "- please open it\n- please close it");

        Assert.Equal(["- ", "please open it", "\n- ", "please close it"], pairs.Select(static p => p.Chosen));
    }

    [Fact]
    public void Cut_SentenceDeleted_TakesItWhole()
    {
        const string rejected = "A first one. Second one here. A third.";

        var pairs = SegmentCutter.Cut(rejected, Segmenter.Cut(rejected), "A first one. A third.");

        Assert.Equal(["A first one.", "", "", " ", "A third."], pairs.Select(static p => p.Chosen));
    }

    [Fact]
    public void Cut_WhiteSpaceAtASentencesEnd_GoesToTheNeighbour()
    {
        const string rejected = "- Thank god I went. It was bad.\n";

        var pairs = SegmentCutter.Cut(rejected, Segmenter.Cut(rejected), "-  I went.  It was good. \n");

        Assert.Equal(["-  ", "I went.", "  ", "It was good.", " \n"], pairs.Select(static p => p.Chosen));
    }

    [Fact]
    public void Cut_InsertedTag_StaysWhole() =>
        Assert.Equal(["One.<br />New.", "Two."], Cut("One.<br />Two.", "One.<br />New.<br />Two."));

    [Fact]
    public void Cut_EverythingDeleted_GivesEmptyStretches() => Assert.Equal(["", ""], Cut("One. Two.", ""));

    [Fact]
    public void Cut_EmptyRejected_GivesNothing() => Assert.Empty(Cut("", "Something."));

    [Fact]
    public void Cut_RandomTexts_BothSidesJoinBack()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var (rejected, chosen) = ("x" + Text(random), Text(random));

            var pairs = SegmentCutter.Cut(rejected, Segmenter.Cut(rejected), chosen);

            Assert.Equal(rejected, string.Concat(pairs.Select(static p => p.Rejected.Text)));
            Assert.Equal(chosen, string.Concat(pairs.Select(static p => p.Chosen)));
        }
    }

    [Fact]
    public void Cut_SameText_GivesEachSegmentItself()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var text = Text(random);

            Assert.All(SegmentCutter.Cut(text, Segmenter.Cut(text), text), static pair => Assert.Equal(pair.Rejected.Text, pair.Chosen));
        }
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
