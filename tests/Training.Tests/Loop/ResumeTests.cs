using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Tests.EditFlow;

namespace PreferenceFlow.Training.Tests.Loop;

/// <summary>Interrupted and resumed is the same as never interrupted.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly LoopOptions s_options = new() { Steps = 30, LearningRate = 0.05, WarmUp = 5, Ema = 0.8, ValidateEvery = 10 };

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(3)] // before the first validation
    [InlineData(10)] // at one
    [InlineData(25)]
    public void Run_InterruptedAndResumed_EqualsUninterrupted(int after)
    {
        using var whole = new LineTask();
        Run(whole, "whole");
        Interrupt(after);
        using var resumed = new LineTask();

        Run(resumed, "parts", resume: true);

        Assert.Equal(30 - after, resumed.Losses.Count);
        Assert.Equal(whole.Losses[after..], resumed.Losses);
        Assert.Equal(whole.Weights, resumed.Weights);
    }

    [Fact]
    public void Run_EditFlowInterruptedAndResumed_EqualsUninterrupted()
    {
        using var whole = new TinyEditFlow(dropout: 0.1);
        Run(whole.Task, "whole");
        using var cancellation = new CancellationTokenSource();
        using var interrupted = new TinyEditFlow(dropout: 0.1, onStep: step => Cancel(cancellation, step == 12));
        Assert.Throws<OperationCanceledException>(() => Run(interrupted.Task, "parts", cancellationToken: cancellation.Token));
        using var resumed = new TinyEditFlow(dropout: 0.1);

        Run(resumed.Task, "parts", resume: true);

        Assert.Equal(LineTask.Values(whole.Task.Network), LineTask.Values(resumed.Task.Network));
    }

    [Fact]
    public void Run_ResumedAfterTheEnd_TrainsNoMore()
    {
        using var whole = new LineTask();
        Run(whole, "run");
        using var again = new LineTask();

        Run(again, "run", resume: true);

        Assert.Empty(again.Losses);
        Assert.Equal(whole.Weights, again.Weights);
    }

    [Fact]
    public void Run_ResumeWithoutCheckpoint_StartsAnew()
    {
        using var task = new LineTask();

        Run(task, "empty", resume: true);

        Assert.Equal(30, task.Losses.Count);
    }

    [Fact]
    public void Run_CheckpointOfOtherRun_IsRefused()
    {
        Interrupt(5);
        using var task = new LineTask();

        var data = Assert.Throws<TrainingFailedException>(() => Run(task, "parts", resume: true, fingerprint: "other data"));
        var options = Assert.Throws<TrainingFailedException>(
            () => Run(task, "parts", resume: true, options: s_options with { Steps = 31 }));

        Assert.Contains("other data or options", data.Message);
        Assert.Contains("other data or options", options.Message);
    }

    private void Interrupt(int after)
    {
        using var cancellation = new CancellationTokenSource();
        using var task = new LineTask(step => Cancel(cancellation, step == after - 1));
        Assert.Throws<OperationCanceledException>(() => Run(task, "parts", cancellationToken: cancellation.Token));
        Assert.Equal(after, task.Losses.Count);
    }

    private static void Cancel(CancellationTokenSource cancellation, bool now)
    {
        if (now)
            cancellation.Cancel();
    }

    private void Run(
        ITrainingTask task, string directory, bool resume = false, string fingerprint = "data", LoopOptions? options = null,
        CancellationToken cancellationToken = default) =>
        new TrainingLoop(options ?? s_options, new RunDirectory(_directory[directory], fingerprint, resume), new RecordingObserver())
            .Run(task, cancellationToken);

    public void Dispose() => _directory.Dispose();
}
