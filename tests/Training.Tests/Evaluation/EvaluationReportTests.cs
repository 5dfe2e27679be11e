using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

/// <summary>The report of the tiny lesson, which the flow should win.</summary>
public sealed class EvaluationReportTests(TinyLesson lesson)
{
    [Fact]
    public void Report_FlowAndGate_BeatCopyAndDeletion()
    {
        var (copy, lexicon, gated) = (lesson.Edits[EditEvaluator.Copy], lesson.Edits[EditEvaluator.Lexicon], lesson.Edits[EditEvaluator.Gated]);

        Assert.True(gated.Text.Bleu > copy.Text.Bleu && gated.Text.Bleu > lexicon.Text.Bleu);
        Assert.True(gated.Text.Chrf > copy.Text.Chrf);
        Assert.True(gated.Gain > 1);
    }

    [Fact]
    public void Report_Copy_IsTheIdentity()
    {
        var copy = lesson.Edits[EditEvaluator.Copy];

        Assert.Equal((1, 0, 1, 0), (copy.UntouchedGood, copy.Text.EditRatio, copy.Text.Unchanged, copy.Gain));
        Assert.Equal(lesson.Edits.JudgedBefore, copy.Judged);
    }

    [Fact]
    public void Nearest_AnyPair_IsNoFartherThanSourceAndDecision() // the texts are single sentences: nothing is lost between segments
    {
        var editor = lesson.Bundle.Edit!.EditorWith(lesson.Bundle.Edit.Settings.Proposals);

        Assert.All(SourceWithReferences.Group(lesson.Parts.HeldOut), source =>
        {
            double Chrf(string text) =>
                Training.Evaluation.Chrf.Of([new() { Source = source.Rejected, Output = text, References = source.Chosen }]);

            var nearest = Chrf(UngatedEdit.Nearest(editor, source, CancellationToken.None));

            Assert.InRange(nearest, Math.Max(Chrf(source.Rejected), Chrf(lesson.Decide(source.Rejected, source.Prompt).Text)), 1);
        });
    }

    [Fact]
    public void Report_Hindsight_IsNotBeaten()
    {
        var best = lesson.Edits[EditEvaluator.Hindsight];

        Assert.InRange(best.Text.Chrf, Math.Max(lesson.Edits[EditEvaluator.Copy].Text.Chrf, lesson.Edits[EditEvaluator.Gated].Text.Chrf), 1);
        Assert.Equal(1, best.UntouchedGood);
    }

    [Fact]
    public void Report_Headline_IsInTheManifest() => Assert.Equal(lesson.Report.Headline(), lesson.Bundle.Manifest.Figures);

    [Fact]
    public void Report_OneChosenTextEach_LeavesNoneOut() => Assert.Null(lesson.Edits.LeaveOneOut);

    [Fact]
    public void Evaluate_ThreeChosenTextsEach_LeavesEachOutOnce() // two people agree, the third puts every text in brackets
    {
        var heldOut = lesson.Parts.HeldOut;
        var evaluator = new Evaluator(lesson.Parts.Training, seed: 1);

        var report = evaluator.Evaluate(
            lesson.Bundle, [.. heldOut.SelectMany(p => new[] { p, p, p with { Chosen = $"({p.Chosen})" } })], CancellationToken.None);

        var left = report.Edit!.LeaveOneOut!;
        Assert.Equal(3 * heldOut.Count, left.Rewrites);
        Assert.Equal(2 / 3.0, left.AnotherHuman.ExactMatch, 12);
        Assert.Equal(report.Edit![EditEvaluator.Copy].Text.EditRatio, left.Copy.EditRatio);
        Assert.Equal(report.Edit![EditEvaluator.Gated].Text.EditRatio, left.Output.EditRatio);
    }

    [Fact]
    public void Evaluate_NothingHeldOut_IsRefused() => Assert.Throws<ArgumentException>(() =>
        new Evaluator(lesson.Parts.Training, seed: 1).Evaluate(lesson.Bundle, [], CancellationToken.None));
}
