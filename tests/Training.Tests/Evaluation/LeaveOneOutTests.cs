using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class LeaveOneOutTests
{
    private static EvaluatedText Text(string source, string output, params string[] references) =>
        new() { Source = source, Output = output, References = references };

    [Fact]
    public void Of_TwoRewrites_MatchesClosedForm()
    {
        // Each of the two is one word of five off the other and off the source; the output is the first and one word off the second.
        var left = LeaveOneOut.Of([Text("a b c d e", "a b c d f", "a b c d f", "a b c d g"), Text("x", "y", "z")])!;

        Assert.Equal(2, left.Rewrites);
        var (bleu, chrf) = (Math.Pow(4.0 / 5 * 3 / 4 * 2 / 3 * 1 / 2, 0.25), ((4.0 / 5) + (3.0 / 4) + (2.0 / 3) + (1.0 / 2)) / 5);
        Assert.Equal((bleu, chrf), (left.AnotherHuman.Bleu, left.AnotherHuman.Chrf), Near);
        Assert.Equal((bleu, chrf), (left.Copy.Bleu, left.Copy.Chrf), Near);
        (bleu, chrf) = (Math.Pow(9.0 / 10 * 7 / 8 * 5 / 6 * 3 / 4, 0.25), ((9.0 / 10) + (7.0 / 8) + (5.0 / 6) + (3.0 / 4) + (1.0 / 2)) / 5);
        Assert.Equal((bleu, chrf), (left.Output.Bleu, left.Output.Chrf), Near);
        Assert.Equal((0.2, 0, 0.2), (left.AnotherHuman.EditRatio, left.Copy.EditRatio, left.Output.EditRatio));
    }

    [Fact]
    public void Of_ThreeRewrites_MeasuresAgainstBothOthers() // the output is the first: only where that one is left out does it miss
    {
        var left = LeaveOneOut.Of([Text("source", "one", "one", "two", "three")])!;

        Assert.Equal((3, 2 / 3.0), (left.Rewrites, left.Output.ExactMatch));
        Assert.Equal((0, 0), (left.AnotherHuman.ExactMatch, left.Copy.ExactMatch));
    }

    [Fact]
    public void Of_EqualRewrites_AgreeFully()
    {
        var left = LeaveOneOut.Of([Text("source", "source", "same", "same")])!;

        Assert.Equal((1, 1), (left.AnotherHuman.Chrf, left.AnotherHuman.ExactMatch));
    }

    [Fact]
    public void Of_OneRewriteEach_IsNull() => Assert.Null(LeaveOneOut.Of([Text("a", "b", "c"), Text("d", "e", "f")]));

    private static bool Near((double, double) expected, (double, double) actual) =>
        Math.Abs(expected.Item1 - actual.Item1) < 1e-12 && Math.Abs(expected.Item2 - actual.Item2) < 1e-12;
}
