using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Tests.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.LatentFlow;

public sealed class LatentFlowTaskTests : IDisposable
{
    private static readonly LoopOptions s_short = new() { Steps = 30, LearningRate = 0.01, WarmUp = 5, Ema = 0.8, ValidateEvery = 10 };

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Loss_UntrainedNetwork_IsTheMeanSquareOfTheDisplacements() // it moves nothing: (3² + 1² + 1² + 1²)/4
    {
        using var scope = NewDisposeScope();
        using var flow = new TinyLatentFlow(
            [Pair([0, 0], [3, 1], 0), Pair([0, 0], [1, -1], 1)], TinyLatentFlow.Options with { BatchPairs = 2 });

        var losses = Enumerable.Range(0, 400).Select(step => flow.Task.Loss(step, out _)[0]().item<float>()).ToArray();

        Assert.Equal([1f, 3f, 5f], losses.Distinct().Order()); // twice the second, one of each, twice the first
        Assert.Equal(3, losses.Average(), 0.25);
        Assert.Equal(3, flow.Task.Validate(), 1e-6);
    }

    [Fact]
    public void Loss_WeighedPairs_AreDrawnAsOftenAsTheirWeightSays()
    {
        using var scope = NewDisposeScope();
        using var flow = new TinyLatentFlow(
            [Pair([0], [1], 0) with { Weight = 1 }, Pair([0], [0], 1) with { Weight = 3 }],
            TinyLatentFlow.Options with { BatchPairs = 2000 });

        Assert.Equal(0.25, flow.Task.Loss(0, out _)[0]().item<float>(), 0.03);
    }

    [Fact]
    public void Loss_WithinPrompt_DrawsPairsOfOnePromptTogether()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<LatentPair>? batch = null;
        var options = TinyLatentFlow.Options with { BatchPairs = 32, Coupling = CouplingKind.WithinPrompt, PairsTogether = 8 };
        using var flow = new TinyLatentFlow(
            [.. Enumerable.Range(0, 60).Select(i => Pair([i], [i], i % 20))], options, drawn => batch = drawn);

        flow.Task.Loss(0, out var units);

        Assert.Equal(32, units);
        Assert.All(batch!.Chunk(8), together => Assert.Single(together.Select(p => p.Prompt).Distinct()));
    }

    /// <summary>The coupling of independent draws from N(0, 1) and N(2, 0.5²): the optimum is known.</summary>
    [Fact]
    public void Trained_Gaussians_HasTheVelocityOfTheClosedForm()
    {
        var random = new Random(8);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var pairs = Enumerable.Range(0, 20_000).Select(i => Pair([(float)Normal()], [(float)(2 + (0.5 * Normal()))], 0)).ToList();
        using var flow = new TinyLatentFlow(pairs, TinyLatentFlow.Options with
        {
            BatchPairs = 512, Loop = TinyLatentFlow.Options.Loop with { Steps = 800, ValidateEvery = 400 },
        }).Train();

        Assert.Equal(1.846154, flow.Velocity(2, 0.75, 0), 0.15);
        using var model = flow.Export();
        var pushed = model.Transport([[-1], [0], [1.5f]], [[0], [0], [0]], strength: 1, CancellationToken.None);
        Assert.All(pushed.Zip([1.5, 2, 2.75]), pair => Assert.Equal(pair.Second, pair.First[0], 0.15));
    }

    [Fact]
    public void Trained_Flow_GoesFromRejectedToChosenAndBackWhereTheyAreSwapped()
    {
        var pairs = Enumerable.Range(0, 64).Select(i => Pair([i / 64f, 0], [(i / 64f) + 1, 2], i)).ToList();
        using var forward = new TinyLatentFlow(pairs).Train();
        using var backward = new TinyLatentFlow([.. pairs.Select(p => p with { Rejected = p.Chosen, Chosen = p.Rejected })]).Train();

        float[] Push(TinyLatentFlow flow, float[] from)
        {
            using var model = flow.Export();
            return model.Transport([from], [[20]], 1, CancellationToken.None)[0];
        }

        Assert.All(Push(forward, [0.5f, 0]).Zip([1.5, 2]), p => Assert.Equal(p.Second, p.First, 0.15));
        Assert.All(Push(backward, [1.5f, 2]).Zip([0.5, 0]), p => Assert.Equal(p.Second, p.First, 0.15));
    }

    [Fact]
    public void Run_InterruptedAndResumed_EqualsUninterrupted()
    {
        using var whole = Tiny();
        Run(whole.Task, "whole");
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var interrupted = Tiny(batch =>
        {
            if (++steps == 12)
                cancellation.Cancel();
            return batch;
        });
        Assert.Throws<OperationCanceledException>(() => Run(interrupted.Task, "parts", cancellationToken: cancellation.Token));
        using var resumed = Tiny();

        Run(resumed.Task, "parts", resume: true);

        Assert.Equal(12, steps);
        Assert.Equal(LineTask.Values(whole.Task.Network), LineTask.Values(resumed.Task.Network));
    }

    [Fact]
    public void Run_ToTheEnd_LeavesNoTensors()
    {
        using var flow = Tiny();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Run(flow.Task, "run");

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    public void Dispose() => _directory.Dispose();

    private static TinyLatentFlow Tiny(Func<IReadOnlyList<LatentPair>, IReadOnlyList<LatentPair>>? couple = null) => new(
        [.. Enumerable.Range(0, 40).Select(i => Pair([i, 1], [i + 1, 2], i))],
        TinyLatentFlow.Options with { BatchPairs = 16, PromptDropout = 0.1, Loop = s_short }, couple);

    private static LatentPair Pair(float[] rejected, float[] chosen, int prompt) =>
        new() { Rejected = rejected, Chosen = chosen, Condition = [prompt], Prompt = prompt };

    private void Run(LatentFlowTask task, string directory, bool resume = false, CancellationToken cancellationToken = default) =>
        new TrainingLoop(s_short, new RunDirectory(_directory[directory], "data", resume), new RecordingObserver())
            .Run(task, cancellationToken);
}
