using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Tests.Loop;

/// <summary>Curves from what a run has recorded, in one piece or several.</summary>
public sealed class TrainingCurveTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Of_OneRun_TakesEachValidationOnce()
    {
        var curve = Assert.Single(TrainingCurve.Of([At(20, 5), At(40, 4), At(50, 3.5, 9), At(60, 3, 9), At(80, 2, 9), At(100, 1, 7)]));

        Assert.Equal(("net", 1000, 100), (curve.Stage, curve.Steps, curve.LastStep));
        Assert.Equal([(20, 5), (40, 4), (50, 3.5), (60, 3), (80, 2), (100, 1)], Points(curve.Loss));
        Assert.Equal([(50, 9), (100, 7)], Points(curve.Validation));
        Assert.Equal(new CurvePoint(100, 7), curve.Kept);
    }

    [Fact]
    public void Of_KilledAfterItsCheckpointAndResumed_CountsNoStepTwice()
    {
        var curve = Assert.Single(TrainingCurve.Of([At(50, 5, 9), At(60, 4, 9), At(80, 99, 9), At(60, 4), At(80, 3), At(100, 2, 8)]));

        Assert.Equal([(50, 5), (60, 4), (80, 3), (100, 2)], Points(curve.Loss));
        Assert.Equal([(50, 9), (100, 8)], Points(curve.Validation));
    }

    [Fact]
    public void Of_TrainedAgain_ShowsTheLastTraining() =>
        Assert.Equal([(20, 1)], Points(Assert.Single(TrainingCurve.Of([At(20, 9), At(40, 9, 9), At(20, 1)])).Loss));

    [Fact]
    public void Of_SeveralStages_KeepsTheirOrder() =>
        Assert.Equal(["b", "a"], TrainingCurve.Of([At("b", 20), At("a", 20), At("b", 40)]).Select(c => c.Stage));

    [Fact]
    public void Of_ManyReports_AreThinnedByTheirMeans()
    {
        var curve = Assert.Single(TrainingCurve.Of(Enumerable.Range(1, 400).Select(i => At(20 * i, i))));

        Assert.Equal(200, curve.Loss.Count);
        Assert.Equal([(40, 1.5), (80, 3.5)], Points(curve.Loss.Take(2)));
        Assert.Equal(8000, curve.Loss[^1].Step);
    }

    [Fact]
    public void Recorded_LineCutShort_IsPassedOver()
    {
        var run = new RunDirectory(_directory["run"], "", resume: false);
        run.Record(At(20, 5));
        File.AppendAllText(Path.Combine(_directory["run"], "metrics.jsonl"), "{\"stage\":\"net\",\"st\n");
        new RunDirectory(_directory["run"], "", resume: true).Record(At(40, 4, 3));

        Assert.Equal([At(20, 5), At(40, 4, 3)], run.Recorded());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(73)]
    public void Of_InterruptedAndResumedRun_IsWhole(int after)
    {
        using var whole = new LineTask();
        Run(whole, "whole", resume: false, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        using var interrupted = new LineTask(step => Cancel(cancellation, step == after - 1));
        Assert.Throws<OperationCanceledException>(() => Run(interrupted, "parts", resume: false, cancellation.Token));
        using var resumed = new LineTask();
        Run(resumed, "parts", resume: true, CancellationToken.None);

        var (expected, curve) = (Curve("whole"), Curve("parts"));

        Assert.Equal(expected.Validation, curve.Validation);
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], curve.Validation.Select(p => p.Step));
        Assert.Equal(expected.Loss.Select(p => p.Step), curve.Loss.Select(p => p.Step));
        Assert.Equal(100, curve.LastStep);
    }

    private static TrainingProgress At(int step, double loss, double validation = double.NaN) =>
        At("net", step) with { Loss = loss, ValidationLoss = validation };

    private static TrainingProgress At(string stage, int step) => new() { Stage = stage, Step = step, Steps = 1000 };

    private static IEnumerable<(int, double)> Points(IEnumerable<CurvePoint> points) => points.Select(p => (p.Step, p.Loss));

    private static void Cancel(CancellationTokenSource cancellation, bool now)
    {
        if (now)
            cancellation.Cancel();
    }

    private TrainingCurve Curve(string directory) =>
        Assert.Single(TrainingCurve.Of(new RunDirectory(_directory[directory], "data", resume: true).Recorded()));

    private void Run(LineTask task, string directory, bool resume, CancellationToken cancellationToken) => new TrainingLoop(
        new() { Steps = 100, LearningRate = 0.05, WarmUp = 5, Ema = 0.8, ValidateEvery = 10, Patience = 100 },
        new RunDirectory(_directory[directory], "data", resume), new RecordingObserver()).Run(task, cancellationToken);

    public void Dispose() => _directory.Dispose();
}
