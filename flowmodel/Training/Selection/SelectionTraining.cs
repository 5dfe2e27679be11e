using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Selection;

/// <summary>Trains what chooses among whole answers and adds it to a bundle.</summary>
internal sealed class SelectionTraining(TrainingOptions options, ITrainingObserver observer)
{
    /// <summary>Prompts whose pair of answers is replayed at every load.</summary>
    private const int GoldenCases = 6;

    /// <exception cref="TrainingFailedException">The pairs do not suffice, or the loss is not finite.</exception>
    public SelectionSettings Run(PairParts split, RunDirectory run, BundleWriter writer, CancellationToken cancellationToken)
    {
        var settings = options.AnswerRewards with { Loop = options.AnswerRewards.Loop with { Seed = options.Seed } };
        var ensemble = new EnsembleTrainer(settings, observer).OnAnswers(split.Training, split.Validation, run, cancellationToken);
        writer.Add(BundleFiles.AnswerRewards, ensemble.Network);
        return new() { Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Options = options.Selection };
    }

    /// <summary>What the finished part decides about some validation prompts.</summary>
    public static IReadOnlyList<GoldenSelection> Golden(SelectionPart part, PairParts split) =>
        [.. split.Validation.DistinctBy(PairSplit.Source).Take(GoldenCases)
            .Select(pair => GoldenSelection.Record(part.Selector, pair.Prompt, [pair.Rejected, pair.Chosen]))];
}
