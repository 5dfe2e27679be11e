using System.Diagnostics;

namespace PreferenceFlow.Training.Loop;

/// <summary>Counts what a stage has done and reports it: to the observer, and to <c>metrics.jsonl</c>.</summary>
internal sealed class ProgressMeter(string stage, LoopOptions options, double secondsBefore, ITrainingObserver observer, RunDirectory run)
{
    private const int ReportEvery = 20;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private (double Loss, int Steps) _window;
    private double _rate;
    private long _units;
    private TrainingProgress _last = new() { Stage = stage, Step = 0, Steps = options.Steps };

    /// <summary>Training time of the stage, resumed parts included, in seconds.</summary>
    public double Seconds => secondsBefore + _watch.Elapsed.TotalSeconds;

    public void Count(int step, double loss, double rate, int units)
    {
        _window = (_window.Loss + loss, _window.Steps + 1);
        (_rate, _units) = (rate, _units + units);
        if ((step + 1) % ReportEvery == 0 || step + 1 == options.Steps)
            Report(step + 1, _last.ValidationLoss);
    }

    /// <param name="step">Steps taken.</param>
    /// <param name="loss">Loss on validation data.</param>
    public void Validated(int step, double loss) => Report(step, loss);

    public void Finished(double best) =>
        observer.OnMessage($"{stage}: {_last.Step} steps in {TimeSpan.FromSeconds(Seconds):mm\\:ss}, best validation loss {best:F4}");

    private void Report(int step, double validationLoss)
    {
        var done = Math.Max(step / (double)options.Steps, Seconds / options.MaxTime.TotalSeconds);
        _last = _last with
        {
            Step = step,
            Loss = _window.Steps > 0 ? _window.Loss / _window.Steps : _last.Loss,
            ValidationLoss = validationLoss,
            LearningRate = _rate,
            UnitsPerSecond = _units / _watch.Elapsed.TotalSeconds,
            Elapsed = TimeSpan.FromSeconds(Seconds),
            Remaining = TimeSpan.FromSeconds(Math.Max(0, Seconds * (1 - done) / done)),
        };
        _window = default;
        observer.OnProgress(_last);
        run.Record(_last);
    }
}
