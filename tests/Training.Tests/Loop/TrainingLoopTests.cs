using System.Text.Json;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Tests.Loop;

public sealed class TrainingLoopTests : IDisposable
{
    private static readonly LoopOptions s_options = new() { Steps = 60, LearningRate = 0.1, WarmUp = 5, Ema = 0.8, ValidateEvery = 20 };

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Run_ToTheEnd_Learns()
    {
        using var task = Run(new LineTask(), s_options);

        Assert.True(task.Losses[^1] < 0.2 * task.Losses[0]);
        Assert.False(task.Network.training);
    }

    [Fact]
    public void Run_SameSeed_GivesSameLossesAndWeights()
    {
        using var first = Run(new LineTask(), s_options, "first");
        using var second = Run(new LineTask(), s_options, "second");
        using var other = Run(new LineTask(), s_options with { Seed = 2 }, "other");

        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(first.Weights, second.Weights);
        Assert.NotEqual(first.Losses, other.Losses);
    }

    [Fact]
    public void Run_LossNotANumber_NamesTaskAndStep()
    {
        using var task = new LineTask { BrokenStep = 7 };

        var exception = Assert.Throws<TrainingFailedException>(() => Run(task, s_options));

        Assert.StartsWith("The loss of line at step 7 is NaN.", exception.Message);
    }

    [Fact]
    public void Run_ValidationNeverANumber_StillEnds()
    {
        using var task = Run(new LineTask { Validations = [double.NaN] }, s_options);

        Assert.Equal(3, task.Validated.Count);
    }

    [Fact]
    public void Run_NoBetterForPatience_StopsWithBestAveragedWeights()
    {
        using var task = Run(
            new LineTask { Validations = [5, 4, 1, 2, 3, 4] }, s_options with { Steps = 1000, ValidateEvery = 5, Patience = 3 });

        Assert.Equal(6, task.Validated.Count);
        Assert.Equal(30, task.Losses.Count);
        Assert.Equal(task.Validated[2], task.Weights);
        Assert.Contains("best validation loss 1.0000", _observer.Messages[^1]);
    }

    [Fact]
    public void Run_TimeIsUp_ValidatesAndEnds()
    {
        using var task = Run(new LineTask(), s_options with { MaxTime = TimeSpan.FromTicks(1) });

        Assert.Single(task.Losses);
        Assert.Single(task.Validated);
    }

    [Fact]
    public void Run_Metrics_AreOneJsonObjectALine()
    {
        using var task = Run(new LineTask(), s_options);

        var lines = File.ReadAllLines(Path.Combine(_directory["run"], "metrics.jsonl"));
        var metrics = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(_observer.Progress.Count, lines.Length);
        Assert.All(metrics, m => Assert.Equal("line", m.GetProperty("stage").GetString()));
        Assert.Equal([20, 40, 60], metrics.Select(m => m.GetProperty("step").GetInt32()).Distinct());
        Assert.All(metrics, m => Assert.True(double.IsFinite(m.GetProperty("loss").GetDouble())));
        Assert.Equal(JsonValueKind.Number, metrics[^1].GetProperty("validationLoss").ValueKind);
    }

    [Fact]
    public void Run_Again_BeginsMetricsAnew()
    {
        using var first = Run(new LineTask(), s_options);
        var lines = File.ReadAllLines(Path.Combine(_directory["run"], "metrics.jsonl")).Length;

        using var second = Run(new LineTask(), s_options);

        Assert.Equal(lines, File.ReadAllLines(Path.Combine(_directory["run"], "metrics.jsonl")).Length);
    }

    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(4, 0.1)]
    [InlineData(50, 0.1)]
    public void Rate_WarmUp_RisesLinearlyToPeak(int step, double expected) =>
        Assert.Equal(expected, LearningRateSchedule.At(step, done: 0, s_options), 1e-9);

    [Fact]
    public void Rate_AtTheEnd_IsATwentiethOfPeak() => Assert.Equal(0.005, LearningRateSchedule.At(59, done: 1, s_options), 1e-9);

    private LineTask Run(LineTask task, LoopOptions options, string directory = "run")
    {
        new TrainingLoop(options, new RunDirectory(_directory[directory], "data", resume: false), _observer)
            .Run(task, CancellationToken.None);
        return task;
    }

    public void Dispose() => _directory.Dispose();
}
