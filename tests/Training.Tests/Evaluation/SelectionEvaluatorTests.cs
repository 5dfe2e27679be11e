using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.Training.Tests.Evaluation;

/// <summary>The lesson's ensemble as a chooser among answers with none to three flaws of the kinds that it learned.</summary>
public sealed class SelectionEvaluatorTests(TinyLesson lesson)
{
    private static readonly string[] s_answers =
    [
        "The {0} is good today. You can please send the {0} at home.",
        "The {0} is good today. You can send the {0} at home.",
        "The {0} is bad today. You can send the {0} at home.",
        "The {0} is basically bad today. You can send the {0} at home.",
    ];

    private static readonly List<PreferencePair> s_pairs =
    [
        .. TinyPairs.Things.SelectMany(thing =>
            from better in Enumerable.Range(0, s_answers.Length)
            from worse in Enumerable.Range(better + 1, s_answers.Length - better - 1)
            select new PreferencePair
            {
                Prompt = $"What about the {thing}?",
                Chosen = s_answers[better].Replace("{0}", thing),
                Rejected = s_answers[worse].Replace("{0}", thing),
            }),
    ];

    [Fact]
    public void Evaluate_KnownFlaws_RanksAndChoosesWell()
    {
        var report = Evaluate(s_pairs);

        Assert.Equal((72, 12), (report.Pairs, report.Prompts));
        Assert.InRange(report.Accuracy.Mean, 0.9, 1);
        Assert.Equal(144, report.Calibration.Bins.Sum(b => b.Count));
        var best = report.BestOfN!;
        Assert.Equal((12, 4), (best.Prompts, best.Answers));
        Assert.Equal([1, 2, 3, 4], best.Curves[0].Points.Select(p => p.N));
        Assert.All(best.Curves, c => Assert.Equal(0.5, c.Points[0].Value.Mean)); // one answer leaves no choice
        Assert.All(best.Curves.Single(c => c.Chooser == BestOfNEvaluation.Random).Points, p => Assert.Equal(0.5, p.Value.Mean));
        Assert.Equal(1, best.Curves.Single(c => c.Chooser == BestOfNEvaluation.Oracle).Points[^1].Value.Mean);
        Assert.InRange(best.Curves.Single(c => c.Chooser == BestOfNEvaluation.Mean).Headroom.Mean, 0.8, 1);
    }

    [Fact]
    public void Evaluate_TurnedRound_IsAsWrong()
    {
        var report = Evaluate([.. TinyPairs.Flip(s_pairs)]);

        Assert.InRange(report.Accuracy.Mean, 0, 0.1);
        Assert.True(report.BestOfN!.Curves.Single(c => c.Chooser == BestOfNEvaluation.Mean).Headroom.High < 0);
    }

    [Fact]
    public void Evaluate_LongerWins_CountsEqualLengthsHalf()
    {
        List<PreferencePair> pairs =
        [
            new() { Prompt = "a", Chosen = "long answer", Rejected = "short" },
            new() { Prompt = "b", Chosen = "one", Rejected = "two" },
        ];

        Assert.Equal(0.75, Evaluate(pairs).LongerWins.Mean);
    }

    [Fact]
    public void Evaluate_LessonItself_OffersNoChoice() => Assert.Null(lesson.Report.Selection!.BestOfN);

    [Fact]
    public void Evaluate_Nothing_IsRefused() => Assert.Throws<ArgumentException>(() => Evaluate([]));

    [Fact]
    public void Page_WithSelection_ShowsItsCurves()
    {
        var (without, with) = (HtmlReport.Of(lesson.Report with { Selection = null }), HtmlReport.Of(lesson.Report with { Selection = Evaluate(s_pairs) }));
        var noChoice = HtmlReport.Of(lesson.Report with { Selection = Evaluate(lesson.Parts.HeldOut) });

        Assert.DoesNotContain("Best of n", without);
        Assert.Contains("aria-label=\"Best of n\"", with);
        Assert.Contains(BestOfNEvaluation.LowerBound, with);
        Assert.Contains("Best of n is not measured", noChoice);
    }

    [Fact]
    public void Page_WithObjectives_ShowsTheirFigures()
    {
        var selection = lesson.Report.Selection! with { Objectives = [new("terse", 17, new(0.8125, 0.7, 0.9), 0.0625)] };

        var page = HtmlReport.Of(lesson.Report with { Selection = selection });

        Assert.Contains("By objective or group", page);
        Assert.Contains("value=\"0.8125\"", page);
        Assert.DoesNotContain("By objective or group", HtmlReport.Of(lesson.Report));
    }

    private SelectionReport Evaluate(IReadOnlyList<PreferencePair> pairs) =>
        new SelectionEvaluator(lesson.Bundle.Edit!.Rewards).Evaluate(pairs, CancellationToken.None);
}
