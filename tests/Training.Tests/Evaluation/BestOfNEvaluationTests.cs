using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class BestOfNEvaluationTests
{
    [Fact]
    public void Values_AreSharesOfComparisonsWon()
    {
        var answers = Assert.Single(ComparedAnswers.Group(
        [
            Pair("A", "B"), Pair("B", "C"), Pair("A", "C", agreement: 0.75), Pair("A", "C"),
        ]));

        Assert.Equal(["A", "B", "C"], answers.Texts);
        Assert.Equal([2.75 / 3, 0.5, 0.25 / 3], answers.Values());
        Assert.True(answers.OffersChoice);
    }

    [Fact]
    public void OffersChoice_TooFewOrRewrites_IsFalse()
    {
        Assert.False(Only(Pair("A", "D"), Pair("B", "D"), Pair("C", "D")).OffersChoice);
        Assert.False(Only(Pair("A", "B"), Pair("A", "B")).OffersChoice);
        Assert.False(Only(Pair("A", "B", ""), Pair("C", "B", "")).OffersChoice);
        Assert.True(Only(Pair("A", "B"), Pair("A", "C")).OffersChoice);
    }

    [Fact]
    public void OffersChoice_AnswersNeverLinked_IsFalse()
    {
        Assert.False(Only(Pair("A", "B"), Pair("C", "D")).OffersChoice);
        Assert.True(Only(Pair("A", "B"), Pair("C", "D"), Pair("B", "C")).OffersChoice);
    }

    [Fact]
    public void Ranked_EqualScores_ShareTheirMean() =>
        Assert.Equal([1, 0.25, 0.25, 0.5], BestOfNEvaluation.Ranked([0.5, 1, 0, 0.5], [9, 1, 2, 2]));

    [Fact]
    public void Of_PromptsOfDifferentSizes_KeepsTheMedian() // 3, 4 and 5 answers: up to 4, of the two that have them
    {
        var report = BestOfNEvaluation.Of(new[] { 3, 4, 5 }.Select(Chain))!;

        Assert.Equal((2, 4), (report.Prompts, report.Answers));
    }

    [Fact]
    public void Of_ManyAnswers_IsMeasuredAtPowersOfTwo() =>
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 16, 20], BestOfNEvaluation.Of([Chain(20)])!.Curves[0].Points.Select(p => p.N));

    [Fact]
    public void Of_PerfectScores_ReachTheOracle()
    {
        var report = BestOfNEvaluation.Of([Chain(6)])!;

        BestOfNCurve Of(string chooser) => report.Curves.Single(c => c.Chooser == chooser);
        Assert.Equal(Of(BestOfNEvaluation.Oracle).Points, Of(BestOfNEvaluation.Mean).Points);
        Assert.Equal((1, 0), (Of(BestOfNEvaluation.Mean).Headroom.Mean, Of(BestOfNEvaluation.Random).Headroom.Mean));
        Assert.True(Of(BestOfNEvaluation.LowerBound).Headroom.Mean < 0); // its members disagree about the good ones
    }

    /// <summary>Answers of which each beats all that follow; one member knows it, three others doubt the better ones.</summary>
    private static (ComparedAnswers, double[][]) Chain(int count)
    {
        var pairs =
            from better in Enumerable.Range(0, count)
            from worse in Enumerable.Range(better + 1, count - better - 1)
            select Pair($"{better}", $"{worse}");
        double[] Gains(int place) => [4.0 * (count - place), 0, 0, 0];
        return (Assert.Single(ComparedAnswers.Group(pairs)), [.. Enumerable.Range(0, count).Select(Gains)]);
    }

    private static ComparedAnswers Only(params PreferencePair[] pairs) => Assert.Single(ComparedAnswers.Group(pairs));

    private static PreferencePair Pair(string chosen, string rejected, string prompt = "?", double agreement = 1) =>
        new() { Prompt = prompt, Chosen = chosen, Rejected = rejected, Agreement = agreement };
}
