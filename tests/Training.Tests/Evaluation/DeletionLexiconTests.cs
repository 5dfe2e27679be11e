using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class DeletionLexiconTests
{
    [Fact]
    public void Apply_WordOfRejectedTextsAlone_DeletesIt() =>
        Assert.Equal("It is a day", Learn(texts: 5, rejected: "a damn day", chosen: "a day").Apply("It is a DAMN, day"));

    [Fact]
    public void Learn_WordInFourTextsOnly_IsNotJudged() => Assert.Equal(0, Learn(texts: 4, rejected: "a damn day", chosen: "a day").Count);

    [Fact]
    public void Learn_WordInHalfOfTheChosenToo_IsKept()
    {
        // Two versions share one vote: "damn" stands in 10 rejected texts and half of each one's versions, 10/15 < 0.8.
        var sources = Enumerable.Range(0, 10).Select(i => new SourceWithReferences("", $"damn day {i}", [$"damn {i}", $"day {i}"]));

        Assert.Equal(0, DeletionLexicon.Learn(sources).Count);
    }

    private static DeletionLexicon Learn(int texts, string rejected, string chosen) =>
        DeletionLexicon.Learn(Enumerable.Range(0, texts).Select(i => new SourceWithReferences("", $"{rejected} {i}", [$"{chosen} {i}"])));
}
