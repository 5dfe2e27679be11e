using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class GateCalibrationTests(TinyLesson lesson)
{
    private readonly TinyLesson _lesson = lesson;
    private readonly EditPart _edit = lesson.Bundle.Edit!;

    // Called good, these texts are all ones that the flow would change: only a high margin leaves them alone.
    private IReadOnlyList<PreferencePair> Changeable => TinyPairs.Flip(_lesson.Parts.Validation);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0)]
    public void FitMargin_TooManyChanged_RaisesMarginUntilShareHolds(double mostChanged)
    {
        var gate = _edit.Settings.Gate with { MinGain = 0.3 };

        var (fitted, changed) = GateCalibration.FitMargin(_edit, _edit.Settings.Proposals, gate, Changeable, mostChanged, CancellationToken.None);

        Assert.True(fitted.MinGain > 0.3);
        Assert.True(Changed(fitted) <= mostChanged);
        Assert.Equal(Changed(fitted), changed, 1e-9);
        Assert.True(Changed(fitted with { MinGain = fitted.MinGain / 1.2 }) > mostChanged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0314159)]
    [InlineData(3)]
    public void FitMargin_AllMayChange_KeepsMarginAsGiven(double margin)
    {
        var gate = new GateOptions { MinGain = margin };

        Assert.Equal(gate, GateCalibration.FitMargin(_edit, _edit.Settings.Proposals, gate, Changeable, mostChanged: 1, CancellationToken.None).Gate);
    }

    [Fact]
    public void FitMargin_Cancelled_Throws() => Assert.ThrowsAny<OperationCanceledException>(() =>
        GateCalibration.FitMargin(_edit, _edit.Settings.Proposals, new GateOptions(), Changeable, 0, new CancellationToken(canceled: true)));

    [Fact]
    public void FitEdits_SeveralCosts_TakesTheOneNearestToChosen()
    {
        var (gate, pairs) = (new GateOptions { MinGain = 0.1 }, _lesson.Parts.Validation);

        var (_, fitted) = GateCalibration.FitEdits(_edit, gate, pairs, [0, 15], CancellationToken.None);

        Assert.Contains(fitted.EditCost, (double[])[0, 15]);
        Assert.Equal(Math.Max(Bleu(0), Bleu(15)), Bleu(fitted.EditCost));

        double Bleu(double cost)
        {
            var aligner = _edit.AlignerWith(_edit.Settings.Proposals, gate with { EditCost = cost });
            return Training.Evaluation.Bleu.Of([.. SourceWithReferences.Group(pairs).Select(s => new EvaluatedText
            {
                Source = s.Rejected,
                Output = aligner.Decide(new() { Prompt = s.Prompt, Answer = s.Rejected }, CancellationToken.None).Text,
                References = s.Chosen,
            })]);
        }
    }

    private double Changed(GateOptions gate)
    {
        var aligner = _edit.AlignerWith(_edit.Settings.Proposals, gate);
        return SourceWithReferences.Group(Changeable)
            .Average(s => aligner.Decide(new() { Prompt = s.Prompt, Answer = s.Chosen[0] }, CancellationToken.None).Changed ? 1.0 : 0);
    }
}
