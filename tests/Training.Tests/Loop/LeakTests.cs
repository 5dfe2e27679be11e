using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Tests.EditFlow;
using TorchSharp;

namespace PreferenceFlow.Training.Tests.Loop;

/// <summary>Training leaves as many tensors behind as it found, however it ends.</summary>
public sealed class LeakTests : IDisposable
{
    private static readonly LoopOptions s_options = new() { Steps = 12, WarmUp = 2, Ema = 0.8, ValidateEvery = 3 };

    private readonly TemporaryDirectory _directory = new();

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Fact]
    public void Run_EditFlow_LeavesNoTensors()
    {
        using var flow = new TinyEditFlow(dropout: 0.1);
        var before = Live;

        Run(flow.Task, s_options);

        Assert.Equal(before, Live);
    }

    [Fact]
    public void Run_MoreSteps_LeavesNoMoreTensors()
    {
        Assert.Equal(Left(12), Left(48));

        long Left(int steps)
        {
            using var task = new LineTask();
            var before = Live;
            Run(task, s_options with { Steps = steps, Patience = 99 });
            return Live - before;
        }
    }

    [Fact]
    public void Run_Interrupted_LeavesNoTensors()
    {
        using var cancellation = new CancellationTokenSource();
        using var task = new LineTask(step =>
        {
            if (step == 5)
                cancellation.Cancel();
        });
        var before = Live;

        Assert.Throws<OperationCanceledException>(() => Run(task, s_options, cancellationToken: cancellation.Token));

        Assert.Equal(before, Live);
    }

    [Fact]
    public void Run_Resumed_LeavesNoTensors()
    {
        using var task = new LineTask();
        Run(task, s_options);
        var before = Live;

        Run(task, s_options, resume: true);

        Assert.Equal(before, Live);
    }

    private void Run(ITrainingTask task, LoopOptions options, bool resume = false, CancellationToken cancellationToken = default) =>
        new TrainingLoop(options, new RunDirectory(_directory["run"], "data", resume), new RecordingObserver())
            .Run(task, cancellationToken);

    public void Dispose() => _directory.Dispose();
}
