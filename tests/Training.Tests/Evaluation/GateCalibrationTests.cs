using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Tests.Bundles;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class GateCalibrationTests : IDisposable
{
    private readonly TinyLesson _lesson;
    private readonly BundleCopy _copy;
    private readonly ModelBundle _bundle;

    // The lesson's ensemble is surer than any margin tried: this one is forty times cooler.
    public GateCalibrationTests(TinyLesson lesson)
    {
        (_lesson, _copy) = (lesson, new(lesson));
        _copy.Edit(BundleFiles.Settings, s => s["calibration"]!["ensemble"] = 40 * lesson.Bundle.Settings.Calibration.Ensemble);
        _bundle = ModelBundle.LoadUnchecked(_copy.Path, lesson.Bundle.Manifest, new OnnxOptions());
    }

    // Called good, these texts are all ones that the flow would change: only a high margin leaves them alone.
    private IReadOnlyList<PreferencePair> Changeable => TinyPairs.Flip(_lesson.Parts.Validation);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0)]
    public void Fit_TooManyChanged_RaisesMarginUntilShareHolds(double mostChanged)
    {
        var gate = _bundle.Settings.Gate with { MinGain = 0.3 };

        var fitted = GateCalibration.Fit(_bundle, gate, Changeable, mostChanged, CancellationToken.None);

        Assert.True(fitted.MinGain > 0.3);
        Assert.True(Changed(fitted) <= mostChanged);
        Assert.True(Changed(fitted with { MinGain = fitted.MinGain / 1.2 }) > mostChanged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0314159)]
    [InlineData(3)]
    public void Fit_AllMayChange_KeepsMarginAsGiven(double margin)
    {
        var gate = new GateOptions { MinGain = margin };

        Assert.Equal(gate, GateCalibration.Fit(_bundle, gate, Changeable, mostChanged: 1, CancellationToken.None));
    }

    [Fact]
    public void Fit_Cancelled_Throws() => Assert.ThrowsAny<OperationCanceledException>(() =>
        GateCalibration.Fit(_bundle, new GateOptions(), Changeable, 0, new CancellationToken(canceled: true)));

    private double Changed(GateOptions gate)
    {
        var aligner = _bundle.AlignerWith(_bundle.Settings.Proposals, gate);
        return SourceWithReferences.Group(Changeable)
            .Average(s => aligner.Decide(new() { Prompt = s.Prompt, Answer = s.Chosen[0] }, CancellationToken.None).Changed ? 1.0 : 0);
    }

    public void Dispose()
    {
        _bundle.Dispose();
        _copy.Dispose();
    }
}
