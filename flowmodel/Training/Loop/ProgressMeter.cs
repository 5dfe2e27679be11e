using System.Diagnostics;

namespace PreferenceFlow.Training.Loop;

/// <summary>Counts what a stage has done and reports it: to the observer, and to <c>metrics.jsonl</c>.</summary>
internal sealed class ProgressMeter(string stage, LoopOptions options, double secondsBefore, ITrainingObserver observer, RunDirectory run)
{
    private const int ReportEvery = 20;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private (double Loss, int Steps) _window;
    private long _units;
    private TrainingProgress _last = new() { Stage = stage, Step = 0, Steps = options.Steps };

    /// <summary>Training time of the stage, resumed parts included, in seconds.</summary>
    public double Seconds => secondsBefore + _watch.Elapsed.TotalSeconds;

    public void Count(int step, double loss, double rate, int units)
    {
        _window = (_window.Loss + loss, _window.Steps + 1);
        _units += units;
        if ((step + 1) % ReportEvery != 0 && step + 1 != options.Steps)
            return;
        var done = Math.Max((step + 1) / (double)options.Steps, Seconds / options.MaxTime.TotalSeconds);
        Report(_last with
        {
            Step = step + 1,
            Loss = _window.Loss / _window.Steps,
            LearningRate = rate,
            UnitsPerSecond = _units / _watch.Elapsed.TotalSeconds,
            Elapsed = TimeSpan.FromSeconds(Seconds),
            Remaining = TimeSpan.FromSeconds(Seconds * (1 - done) / done),
        });
        _window = default;
    }

    public void Validated(double loss) => Report(_last with { ValidationLoss = loss });

    public void Finished(double best) =>
        observer.OnMessage($"{stage}: {_last.Step} steps in {TimeSpan.FromSeconds(Seconds):mm\\:ss}, best validation loss {best:F4}");

    private void Report(TrainingProgress progress)
    {
        _last = progress;
        observer.OnProgress(progress);
        run.Record(progress);
    }
}
