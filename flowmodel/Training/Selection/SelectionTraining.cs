using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Selection;

/// <summary>Trains what chooses among whole answers and adds it to a bundle.</summary>
/// <remarks>
/// (1) ensemble   reward members on whole answers beside their prompts, calibrated on the validation pairs
/// (2) flow       the latent flow, and what its vote is worth beside the ensemble
/// (3) examples   pairs to show the upstream when it shall rework an answer
/// </remarks>
internal sealed class SelectionTraining(TrainingOptions options, ITrainingObserver observer, IEmbeddingSource? embeddings)
{
    /// <summary>Prompts whose pair of answers is replayed at every load.</summary>
    private const int GoldenCases = 6;

    /// <summary>Longest text of an example, in UTF-16 code units: some of them go with each request for a rework.</summary>
    private const int LongestExample = 800;

    /// <exception cref="TrainingFailedException">The pairs do not suffice, or the loss is not finite.</exception>
    public SelectionSettings Run(PairParts split, RunDirectory run, BundleWriter writer, CancellationToken cancellationToken)
    {
        var settings = options.AnswerRewards with { Loop = options.AnswerRewards.Loop with { Seed = options.Seed } };
        var ensemble = new EnsembleTrainer(settings, observer, Cached(run))                                                          // :: (1)
            .OnAnswers(split.Training, split.Validation, run, cancellationToken);
        writer.Add(BundleFiles.AnswerRewards, ensemble);
        return new()
        {
            Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Options = options.Selection,
            Flow = options.LatentFlow is null ? null : TrainFlow(options.LatentFlow, ensemble, split, run, writer, cancellationToken),
        };
    }

    /// <summary>What the finished part decides about some validation prompts; nothing where it would have to ask an upstream first.</summary>
    public static IReadOnlyList<GoldenSelection> Golden(SelectionPart part, PairParts split) => part.Settings.Encoder is EncoderSettings.Upstream
        ? []
        : [.. split.Validation.DistinctBy(PairSplit.Source).Take(GoldenCases)
            .Select(pair => GoldenSelection.Record(part.Selector, pair.Prompt, [pair.Rejected, pair.Chosen]))];

    private AnswerFlowSettings TrainFlow(
        LatentFlowOptions latent, TrainedEnsemble ensemble, PairParts split, RunDirectory run, BundleWriter writer,
        CancellationToken cancellationToken)
    {
        var flow = new LatentFlowTrainer(latent with { Loop = latent.Loop with { Seed = options.Seed } }, observer)                  // :: (2)
            .Train(split.Training, split.Validation, ensemble.Encoder, run, cancellationToken);
        using var rewards = ensemble.Open(new OnnxOptions());
        if (rewards.Encoder is ITextEncoder)
            flow = new VoteTrainer(observer).Learn(flow, rewards, split.Validation, cancellationToken);
        writer.Add(BundleFiles.LatentFlow, flow.Network);
        writer.Add(BundleFiles.Examples, Examples(split.Training));                                                                 // :: (3)
        return flow.Settings;
    }

    private FileEmbeddingCache? Cached(RunDirectory run) =>
        embeddings is null ? null : new(embeddings, run.PathOf($"embeddings-{options.AnswerRewards.EmbeddingModel}.bin"));

    private List<PreferredExample> Examples(IReadOnlyList<PreferencePair> pairs)
    {
        var shown = pairs.Where(p => p.Agreement > 0.5 && p.Chosen.Length <= LongestExample && p.Rejected.Length <= LongestExample)
            .DistinctBy(PairSplit.Source).ToArray();
        new Random(options.Seed).Shuffle(shown);
        return [.. shown.Take(options.ExamplePairs).Select(p => new PreferredExample(p.Prompt, p.Rejected, p.Chosen))];
    }
}
