using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class SuspectPairTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Lowest_Fifth_IsThatOfTheLeastMargins() =>
        Assert.Equal([4, 2], SuspectPair.Lowest([.. Enumerable.Range(1, 10).Select(i => new SuspectPair(i, i == 4 ? -3 : i == 2 ? -1 : i, 0))], 0.2).Select(p => p.Line));

    [Theory]
    [InlineData(1)]
    [InlineData(0.1)]
    public void OnAnswers_TurnedLabels_AreListed(double weight)
    {
        var pairs = Enumerable.Range(1, 200).Select(i => new PreferencePair
        {
            Prompt = $"Question {i}?", Chosen = $"Certainly, here is number {i}.", Rejected = $"no idea about {i}", Line = i,
        }).Select(p => p.Line % 10 == 0 ? p with { Chosen = p.Rejected, Rejected = p.Chosen } : p).ToList();

        var trained = new EnsembleTrainer(Options with { SuspectShare = 0.1, SuspectWeight = weight }, new RecordingObserver())
            .OnAnswers(pairs[..160], pairs[160..], _directory.Path, CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 16).Select(i => i * 10), trained.Suspects.Select(s => s.Line).Order());
        using var ensemble = trained.Open(new OnnxOptions());
        var scores = ensemble.Score("Question 7?", ["Certainly, here is number 7.", "no idea about 7"], CancellationToken.None);
        Assert.True(ensemble.Gains(scores[0], scores[1]).Average() > 0);
    }

    private static RewardOptions Options => new()
    {
        Encoder = EncoderKind.Answers, Buckets = 4096, MinPrompts = 5, Members = 4, Units = 1, MeasureUnits = 4, BatchPairs = 32,
        Loop = new() { Steps = 60, LearningRate = 0.01, WarmUp = 5, Ema = 0.9, ValidateEvery = 20 },
    };

    public void Dispose() => _directory.Dispose();
}
