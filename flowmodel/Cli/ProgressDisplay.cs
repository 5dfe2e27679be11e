using System.Globalization;
using PreferenceFlow.Training.Loop;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>Shows how training goes: live bars on a terminal, plain lines elsewhere.</summary>
internal static class ProgressDisplay
{
    /// <summary>Time between two plain lines of one stage.</summary>
    private static readonly TimeSpan s_lineEvery = TimeSpan.FromSeconds(15);

    public static T Run<T>(Func<ITrainingObserver, T> work)
    {
        if (!Output.IsTerminal)
            return work(new Lines());
        return Output.Console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    private static string Describe(TrainingProgress progress)
    {
        var validation = double.IsNaN(progress.ValidationLoss) ? "" : string.Create(CultureInfo.InvariantCulture, $", held out {progress.ValidationLoss:F4}");
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Stage}: loss {progress.Loss:F4}{validation}, {progress.UnitsPerSecond:F0}/s");
    }

    private sealed class Bars(ProgressContext context) : ITrainingObserver
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void OnProgress(TrainingProgress progress)
        {
            if (!_tasks.TryGetValue(progress.Stage, out var task))
                _tasks[progress.Stage] = task = context.AddTask(progress.Stage);
            var total = progress.Elapsed + progress.Remaining;
            task.Value = total > TimeSpan.Zero ? 100 * (progress.Elapsed / total) : 0;
            task.Description = Markup.Escape(Describe(progress));
        }

        public void OnMessage(string message) => Output.Console.WriteLine(message);
    }

    private sealed class Lines : ITrainingObserver
    {
        private (string Stage, TimeSpan At) _last = ("", TimeSpan.Zero);

        public void OnProgress(TrainingProgress progress)
        {
            if (progress.Stage == _last.Stage && progress.Elapsed - _last.At < s_lineEvery)
                return;
            _last = (progress.Stage, progress.Elapsed);
            Console.WriteLine($"{Describe(progress)}, step {progress.Step} of {progress.Steps}, {progress.Remaining:mm\\:ss} left");
        }

        public void OnMessage(string message) => Console.WriteLine(message);
    }
}
