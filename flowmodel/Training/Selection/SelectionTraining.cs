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
/// (2) objectives rewards by objective or group, where the pairs tell enough of them apart
/// (3) flow       the latent flow, and what its vote is worth beside the ensemble
/// (4) examples   pairs to show the upstream when it shall rework an answer
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
        var ensemble = new EnsembleTrainer(settings, observer, Cached(run))                                                         // :: (1)
            .OnAnswers(split.Training, split.Validation, run, cancellationToken);
        writer.Add(BundleFiles.AnswerRewards, ensemble);
        return new()
        {
            Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Options = options.Selection,
            Objectives = TrainObjectives(split, run, writer, cancellationToken),
            Flow = options.LatentFlow is null ? null : TrainFlow(options.LatentFlow, ensemble, split, run, writer, cancellationToken),
        };
    }

    /// <summary>What the finished part decides about some validation prompts.</summary>
    /// <remarks>None where that would need an upstream: a bundle is checked without one.</remarks>
    public static IReadOnlyList<GoldenSelection> Golden(SelectionPart part, PairParts split) => part.Rewards.Encoder is not ITextEncoder
        ? []
        : [.. split.Validation.DistinctBy(PairSplit.Source).Take(GoldenCases)
            .Select(pair => GoldenSelection.Record(part.Selector, pair.Prompt, [pair.Rejected, pair.Chosen]))];

    private FileEmbeddingCache? Cached(RunDirectory run) =>
        embeddings is null ? null : new(embeddings, run.PathOf($"embeddings-{Uri.EscapeDataString(options.AnswerRewards.EmbeddingModel ?? "")}.bin"));

    private ObjectiveSettings? TrainObjectives(PairParts split, RunDirectory run, BundleWriter writer, CancellationToken cancellationToken)
    {
        var settings = options.Objectives with { Loop = options.Objectives.Loop with { Seed = options.Seed } };
        var trained = new ObjectiveTrainer(settings, observer).Train(split.Training, split.Validation, run, cancellationToken);     // :: (2)
        if (trained is null && options.Selection.Groups != GroupRule.None)
        {
            throw new TrainingFailedException(
                $"Selection.Groups ({options.Selection.Groups}) needs pairs of at least two {settings.GroupBy}s with {settings.MinTrainingPairs} "
                + $"for training and {settings.MinValidationPairs} for validation each.");
        }

        if (trained is not null)
            writer.Add(BundleFiles.Objectives, trained.Network);
        return trained?.Settings;
    }

    private AnswerFlowSettings TrainFlow(
        LatentFlowOptions latent, TrainedEnsemble ensemble, PairParts split, RunDirectory run, BundleWriter writer,
        CancellationToken cancellationToken)
    {
        var flow = new LatentFlowTrainer(latent with { Loop = latent.Loop with { Seed = options.Seed } }, observer)                  // :: (3)
            .Train(split.Training, split.Validation, ensemble.Encoder, run, cancellationToken);
        using var rewards = ensemble.Open(new OnnxOptions());
        if (rewards.Encoder is ITextEncoder)
            flow = new VoteTrainer(observer).Learn(flow, rewards, split.Validation, cancellationToken);
        writer.Add(BundleFiles.LatentFlow, flow.Network);
        writer.Add(BundleFiles.Examples, Examples(split.Training));                                                                 // :: (4)
        return flow.Settings;
    }

    private List<PreferredExample> Examples(IReadOnlyList<PreferencePair> pairs)
    {
        var shown = pairs.Where(p => p.Agreement > 0.5 && p.Chosen.Length <= LongestExample && p.Rejected.Length <= LongestExample)
            .DistinctBy(PairSplit.Source).ToArray();
        new Random(options.Seed).Shuffle(shown);
        return [.. shown.Take(options.ExamplePairs).Select(p => new PreferredExample(p.Prompt, p.Rejected, p.Chosen))];
    }
}
