using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class TextMetricsTests
{
    private static EvaluatedText Text(string output, params string[] references) =>
        new() { Source = "source", Output = output, References = references };

    [Fact]
    public void Of_Texts_GivesAllFigures()
    {
        var metrics = TextMetrics.Of(
        [
            new EvaluatedText { Source = "you bad thing", Output = "you thing", References = ["you thing", "thing"] },
            new EvaluatedText { Source = "a fine day", Output = "a fine day", References = ["a nice day"] },
        ]);

        Assert.Equal(0.5, metrics.ExactMatch);
        Assert.Equal(0.5, metrics.Unchanged);
        Assert.Equal(1 / 6.0, metrics.EditRatio, 12);
        Assert.Equal(0, metrics.Bleu); // no common 4-gram
        Assert.InRange(metrics.Chrf, 0.5, 0.9);
    }

    [Fact]
    public void Of_NoTexts_Throws() => Assert.Throws<ArgumentException>(static () => TextMetrics.Of([]));

    [Fact]
    public void Of_NoReference_Throws() => Assert.Throws<ArgumentException>(static () => TextMetrics.Of([Text("a")]));

    [Fact]
    public void Bleu_OneWordOff_MatchesHandComputed() // precisions 4/5, 3/4, 2/3, 1/2; equal lengths
    {
        var expected = Math.Pow(4.0 / 5 * 3 / 4 * 2 / 3 * 1 / 2, 0.25);

        Assert.Equal(expected, Bleu.Of([Text("a b c d e", "a b c d f")]), 12);
    }

    [Fact]
    public void Bleu_ShortOutput_PaysTheBrevityPenalty() =>
        Assert.Equal(Math.Exp(1 - (8.0 / 4)), Bleu.Of([Text("a b c d", "a b c d e f g h")]), 12);

    [Fact]
    public void Bleu_ClosestLengthTie_TakesTheShorterReference() =>
        Assert.Equal(1, Bleu.Of([Text("a b c d e", "a b c d e f", "a b c d"), Text("a b c d e", "a b c d e")]), 12);

    [Fact]
    public void Bleu_RepeatedWord_IsClipped() // 1-grams 2/7, as in Papineni's example, and no common 4-gram
        => Assert.Equal(0, Bleu.Of([Text("the the the the the the the", "the cat is on the mat")]));

    [Fact]
    public void Bleu_Copy_IsOne() =>
        Assert.Equal(1, Bleu.Of([Text("It costs $1,000.50, e.g. here.", "It costs $1,000.50, e.g. here.")]), 12);

    // Both values come from sacreBLEU's source of 2025 (tok:13a, smooth:none; chrF2) on the same texts.
    [Fact]
    public void BleuAndChrf_SeveralReferences_MatchSacreBleu()
    {
        EvaluatedText[] texts =
        [
            Text("The cat sat on the mat.", "The cat is sitting on the mat, in 3.5 days.", "A cat sat on the mat."),
            Text("It costs $5-6, don't it?", "It costs $5-6, doesn't it?"),
        ];

        Assert.Equal(0.7742512525806924, Bleu.Of(texts), 12);
        Assert.Equal(0.8260558463151342, Chrf.Of(texts), 12);
    }

    [Fact]
    public void Chrf_HandMade_MatchesClosedForm() // "abc" and "abd": orders 1 to 3 have precision = recall = 2/3, 1/2, 0
        => Assert.Equal(((2.0 / 3) + 0.5) / 3, Chrf.Of([Text("abc", "a bd")]), 12);

    [Fact]
    public void Chrf_RecallWeighsMore() // all of "ab" stands in "abcd" (precision 1); recall over orders 1 and 2 is (2/4 + 1/3) / 2
    {
        const double recall = ((2.0 / 4) + (1.0 / 3)) / 2;

        Assert.Equal(5 * recall / (4 + recall), Chrf.Of([Text("ab", "abcd")]), 12);
    }

    [Fact]
    public void Chrf_SeveralReferences_TakesTheBest() => Assert.Equal(1, Chrf.Of([Text("same", "other", "same")]), 12);

    [Fact]
    public void Chrf_EmptyOutput_IsZero() => Assert.Equal(0, Chrf.Of([Text("", "abc")]));

    [Theory]
    [InlineData("a b c d", "a b c d", 0)]
    [InlineData("a b c d", "a x c d", 0.25)]
    [InlineData("a b c d", "", 1)]
    [InlineData("a b", "a b c d e", 1.5)]
    [InlineData("", "a", 0)]
    public void EditRatio_Texts_MatchesHandCount(string source, string output, double expected) =>
        Assert.Equal(expected, EditRatio.Of([new EvaluatedText { Source = source, Output = output, References = [] }]), 12);
}
