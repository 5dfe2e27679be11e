using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.LatentFlow;

/// <summary>From pairs of texts to votes: people prefer "please" here, whatever is asked.</summary>
public sealed class LatentFlowTrainerTests : IDisposable
{
    private static readonly string[] s_things =
        ["a parcel", "the invoice", "my order", "this ticket", "our contract", "the key", "a refund", "the code"];

    private static readonly string[] s_tails = ["today", "by noon", "in the portal", "with the number", "on Monday"];

    private static readonly LatentFlowOptions s_options = new()
    {
        Projected = 32, Width = 32, Depth = 1, BatchPairs = 32,
        Loop = new() { Steps = 150, LearningRate = 3e-3, WarmUp = 10, Ema = 0.9, ValidateEvery = 50 },
    };

    private static readonly EncoderSettings s_encoder = new EncoderSettings.Ngrams(4096);

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Train_PairsOfTexts_VotesForWhatPeoplePrefer()
    {
        using var flow = Train(Pairs(0..6)).Open(new OnnxOptions());

        Assert.All(Pairs(6..8), pair =>
        {
            var moved = flow.Move(pair.Prompt, [pair.Rejected, pair.Chosen], CancellationToken.None);
            var votes = FlowVoter.Votes(VoteForm.Advance, moved.Latents, moved.Targets);
            Assert.True(votes[1] > votes[0], $"{votes[1]} for '{pair.Chosen}', {votes[0]} for '{pair.Rejected}'.");
        });
    }

    [Fact]
    public void Train_FlippedPairs_VotesAgainstIt()
    {
        using var flow = Train([.. Pairs(0..6).Select(p => p with { Chosen = p.Rejected, Rejected = p.Chosen })]).Open(new OnnxOptions());

        var pair = Pairs(6..8)[0];
        var moved = flow.Move(pair.Prompt, [pair.Rejected, pair.Chosen], CancellationToken.None);
        var votes = FlowVoter.Votes(VoteForm.Advance, moved.Latents, moved.Targets);
        Assert.True(votes[1] < votes[0]);
    }

    [Fact]
    public void Learn_EnsembleThatKnowsNothing_GivesTheFlowAVote()
    {
        using var ensemble = Ensemble(Mixed(Pairs(0..6)));

        var flow = new VoteTrainer(_observer).Learn(Train(Pairs(0..6)), ensemble, Pairs(6..8), CancellationToken.None);

        Assert.True(flow.Settings.VoteWeight > 0);
        Assert.Contains("with weight", _observer.Messages[^1]);
        using var answers = flow.Open(new OnnxOptions());
        string[] texts = ["You must send it today.", "Please send it today."];
        var moved = answers.Move("Ask for it today.", texts, CancellationToken.None);
        Assert.Equal(
            FlowVoter.Votes(flow.Settings.Form, moved.Latents, moved.Targets).Select(v => flow.Settings.VoteWeight * v),
            answers.Votes("Ask for it today.", texts, CancellationToken.None));
    }

    [Fact]
    public void Learn_LabelsAtRandom_LeavesTheFlowNoVote()
    {
        using var ensemble = Ensemble(Mixed(Pairs(0..6)));

        var flow = new VoteTrainer(_observer).Learn(Train(Pairs(0..6)), ensemble, Mixed(Pairs(6..8)), CancellationToken.None);

        Assert.Equal(0, flow.Settings.VoteWeight);
        Assert.Contains("its weight is 0", _observer.Messages[^1]);
        using var answers = flow.Open(new OnnxOptions());
        Assert.Equal([0, 0], answers.Votes("Ask for the code.", ["Send it.", "Please send it."], CancellationToken.None));
    }

    [Fact]
    public void Train_OnlyTies_SaysSo()
    {
        var message = Assert.Throws<TrainingFailedException>(() => Train([.. Pairs(0..6).Select(p => p with { Agreement = 0.5 })])).Message;

        Assert.Contains("0 pairs for training", message);
    }

    public void Dispose() => _directory.Dispose();

    private TrainedLatentFlow Train(IReadOnlyList<PreferencePair> pairs) => new LatentFlowTrainer(s_options, _observer).Train(
        pairs, [.. Pairs(0..8).Skip(30)], s_encoder, new RunDirectory(_directory["flow"], "", resume: false), CancellationToken.None);

    private RewardEnsemble Ensemble(List<PreferencePair> pairs)
    {
        var options = new RewardOptions
        {
            Buckets = 4096, Loop = new() { Steps = 100, LearningRate = 0.01, WarmUp = 5, Ema = 0.9, ValidateEvery = 50 },
        };
        return new EnsembleTrainer(options, _observer).OnAnswers(pairs, pairs, _directory["rewards"], CancellationToken.None)
            .Open(new OnnxOptions());
    }

    /// <summary>Every other pair turned round: there is nothing left to prefer.</summary>
    private static List<PreferencePair> Mixed(List<PreferencePair> pairs) =>
        [.. pairs.Select((p, i) => i % 2 == 0 ? p : p with { Chosen = p.Rejected, Rejected = p.Chosen })];

    private static List<PreferencePair> Pairs(Range things) =>
    [
        .. s_things[things].SelectMany(thing => s_tails.Select(tail => new PreferencePair
        {
            Prompt = $"Ask for {thing} {tail}.", Chosen = $"Please send {thing} {tail}.", Rejected = $"You must send {thing} {tail}.",
        })),
    ];
}
