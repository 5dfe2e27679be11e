using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Selection;

/// <summary>Trains what chooses among whole answers and adds it to a bundle.</summary>
internal sealed class SelectionTraining(TrainingOptions options, ITrainingObserver observer, IEmbeddingSource? embeddings)
{
    /// <summary>Prompts whose pair of answers is replayed at every load.</summary>
    private const int GoldenCases = 6;

    /// <exception cref="TrainingFailedException">The pairs do not suffice, or the loss is not finite.</exception>
    public SelectionSettings Run(PairParts split, RunDirectory run, BundleWriter writer, CancellationToken cancellationToken)
    {
        var settings = options.AnswerRewards with { Loop = options.AnswerRewards.Loop with { Seed = options.Seed } };
        var ensemble = new EnsembleTrainer(settings, observer, Cached(run)).OnAnswers(split.Training, split.Validation, run, cancellationToken);
        writer.Add(BundleFiles.AnswerRewards, ensemble);
        return new() { Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Options = options.Selection };
    }

    /// <summary>What the finished part decides about some validation prompts; nothing where it would have to ask an upstream first.</summary>
    public static IReadOnlyList<GoldenSelection> Golden(SelectionPart part, PairParts split) => part.Settings.Encoder is EncoderSettings.Upstream
        ? []
        : [.. split.Validation.DistinctBy(PairSplit.Source).Take(GoldenCases)
            .Select(pair => GoldenSelection.Record(part.Selector, pair.Prompt, [pair.Rejected, pair.Chosen]))];

    private FileEmbeddingCache? Cached(RunDirectory run) =>
        embeddings is null ? null : new(embeddings, run.PathOf($"embeddings-{options.AnswerRewards.EmbeddingModel}.bin"));
}
