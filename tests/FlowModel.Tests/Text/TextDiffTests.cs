using FsCheck.Fluent;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class TextDiffTests
{
    private static readonly FsCheck.Gen<(string, string)> TwoTexts =
        AnyText.Generator.SelectMany(static first => AnyText.Generator.Select(second => (first, second)));

    [Theory]
    [InlineData("We do not ship it!", "We don't ship it now.", "3 do not>don't|17 !> now.")]
    [InlineData("a bad day", "a good day", "2 bad>good")]
    [InlineData("a day", "a fine day", "2 >fine ")]
    [InlineData("Unfortunately, we cannot help.", "We can't help.", "0 Unfortunately, we>We|18 cannot>can't")]
    [InlineData("", "new", "0 >new")]
    [InlineData("old", "", "0 old>")]
    public void Edits_HandMadeTexts_AreTheChangedStretches(string original, string edited, string expected) =>
        Assert.Equal(
            expected,
            string.Join('|', TextDiff.Edits(original, edited).Select(static e => $"{e.Start} {e.Original}>{e.Replacement}")));

    [Fact]
    public void Edits_SameText_AreNone() => Assert.Empty(TextDiff.Edits("Same text.", "Same text."));

    [Fact]
    public void Edits_DeletedSentence_IsOneEdit() =>
        Assert.Equal([new TextEdit(5, "Two red ones. ", "")], TextDiff.Edits("One. Two red ones. Three.", "One. Three."));

    [Fact]
    public void Edits_AnyTwoTexts_ApplyToTheEditedText() =>
        AnyText.Check(TwoTexts, static texts => TextDiff.Apply(texts.Item1, TextDiff.Edits(texts.Item1, texts.Item2)) == texts.Item2);

    [Fact]
    public void Runs_AnyTwoTexts_JoinToBoth() => AnyText.Check(TwoTexts, static texts =>
    {
        var runs = WordDiff.Runs(texts.Item1, texts.Item2);
        return string.Concat(runs.Where(static r => r.Kind != DiffKind.Inserted).Select(static r => r.Text)) == texts.Item1
            && string.Concat(runs.Where(static r => r.Kind != DiffKind.Deleted).Select(static r => r.Text)) == texts.Item2;
    });

    [Fact]
    public void Runs_ReplacedWord_IsDeletedThenInserted() => Assert.Equal(
        [new(DiffKind.Equal, "a "), new(DiffKind.Deleted, "bad"), new(DiffKind.Inserted, "good"), new(DiffKind.Equal, " day")],
        WordDiff.Runs("a bad day", "a good day"));

    [Fact]
    public void Edits_TextsTooLongToAlign_AreOneEdit()
    {
        var original = "s " + string.Concat(Enumerable.Repeat("a ", 10_000)) + "e";
        var edited = "s " + string.Concat(Enumerable.Repeat("b ", 10_000)) + "e";

        var edit = Assert.Single(TextDiff.Edits(original, edited));

        Assert.Equal(edited, TextDiff.Apply(original, [edit]));
    }

    [Fact]
    public void Apply_EditThatDoesNotFit_Throws() =>
        Assert.Throws<ArgumentException>(static () => TextDiff.Apply("abc", [new TextEdit(1, "x", "y")]));
}
