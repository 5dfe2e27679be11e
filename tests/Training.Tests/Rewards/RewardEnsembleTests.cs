using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Rewards;

/// <summary>An ensemble of its own, trained on tiny pairs, ranks pairs that it never saw.</summary>
public sealed class RewardEnsembleTests(TinyLesson lesson) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Differences_HeldOutPairs_RankChosenAbove()
    {
        Assert.True(RankedRight(lesson.Parts.Training) > 0.95);
        Assert.True(lesson.Edits.RewardAccuracy > 0.95);
    }

    [Fact]
    public void Differences_TrainedOnFlippedPairs_RankChosenBelow() =>
        Assert.True(RankedRight(TinyPairs.Flip(lesson.Parts.Training)) < 0.05);

    [Fact]
    public void Differences_Members_AreNotTheSame()
    {
        var rejected = lesson.Parts.HeldOut[0].Rejected;

        var scores = lesson.Bundle.Edit!.Rewards.Score([rejected], CancellationToken.None)[0];

        Assert.Equal(4, scores.Distinct().Count());
    }

    [Fact]
    public void Calibration_OfLesson_IsHonestOnHeldOutPairs() => Assert.InRange(lesson.Edits.RewardEce, 0, 0.1);

    private double RankedRight(IReadOnlyList<PreferencePair> training)
    {
        manual_seed(2);
        var options = TinyLesson.Options("", "").Rewards;
        var encoder = new HashedNgramEncoder(options.Buckets);
        using var net = new RewardNet(new(encoder.Rows, options.Members, options.Units));
        var heldOut = RewardExamples.FromPairs(lesson.Parts.HeldOut, encoder);
        var task = new RewardTask("rewards", net, RewardExamples.FromPairs(training, encoder), heldOut, options);
        new TrainingLoop(options.Loop with { Patience = 99 }, new RunDirectory(_directory.Path, "", resume: false), new RecordingObserver())
            .Run(task, CancellationToken.None);
        return task.Differences(heldOut).Average(d => d.Average() > 0 ? 1.0 : 0);
    }

    public void Dispose() => _directory.Dispose();
}
