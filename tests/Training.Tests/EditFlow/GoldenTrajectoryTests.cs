using PreferenceFlow.Training.Loop;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.EditFlow;

/// <summary>The first losses of a tiny training, pinned: a silent change of data, network, loss or optimiser moves them.</summary>
public sealed class GoldenTrajectoryTests
{
    private static readonly double[] s_losses = [1.0669, 1.8857, 2.3568, 2.1028, 1.2915];

    [Fact]
    public void Losses_FirstFiveSteps_AreThePinnedOnes()
    {
        using var flow = new TinyEditFlow();
        var options = new LoopOptions { Steps = 5, LearningRate = 5e-3, WarmUp = 2 };
        using var optimizer = optim.AdamW(
            flow.Task.Network.parameters(), options.LearningRate, beta1: 0.9, beta2: 0.98, weight_decay: options.WeightDecay);

        var losses = Enumerable.Range(0, 5)
            .Select(step => (Step: step, Rate: LearningRateSchedule.At(step, step / 5.0, options)))
            .Select(s => TrainingLoop.Step(flow.Task, optimizer, s.Step, options, s.Rate, out _)).ToList();

        Assert.All(s_losses.Zip(losses), l => Assert.Equal(l.First, l.Second, 1e-3));
    }
}
