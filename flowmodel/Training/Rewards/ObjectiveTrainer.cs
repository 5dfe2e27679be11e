using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Trains and calibrates the rewards of several objectives or groups of annotators.</summary>
/// <param name="options">Which groups, sizes and loop; the loop's seed decides initial weights and batches.</param>
/// <param name="observer">Hears of progress.</param>
internal sealed class ObjectiveTrainer(ObjectiveOptions options, ITrainingObserver observer)
{
    /// <summary>Trains on the groups that have enough pairs.</summary>
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="validation">Pairs to stop and calibrate on, of other prompts.</param>
    /// <param name="run">Where checkpoints go.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <returns>Null where fewer than two groups have enough pairs.</returns>
    /// <exception cref="TrainingFailedException">The loss is not finite.</exception>
    public TrainedObjectives? Train(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, RunDirectory run, CancellationToken cancellationToken)
    {
        string? Group(PreferencePair pair) => ObjectiveExamples.GroupOf(pair, options.GroupBy);
        HashSet<string> Frequent(IEnumerable<PreferencePair> pairs, int least) =>
            [.. pairs.Select(Group).OfType<string>().CountBy(name => name).Where(g => g.Value >= least).Select(g => g.Key)];

        var names = Frequent(training, options.MinTrainingPairs);
        names.IntersectWith(Frequent(validation, options.MinValidationPairs));
        if (names.Count < 2)
            return null;

        var encoder = new HashedNgramEncoder(options.Buckets);
        List<ObjectiveExamples> Examples(IEnumerable<PreferencePair> pairs) =>
            ObjectiveExamples.Of(pairs, p => Group(p) is { } name && names.Contains(name) ? name : null, encoder.Encode);
        var (learnt, stopped) = (Examples(training), Examples(validation));
        observer.OnMessage($"objectives: {string.Join(", ", learnt.Select(o => $"{o.Name} ({o.Pairs.Count} pairs)"))}");

        using var scope = NewDisposeScope();
        manual_seed(options.Loop.Seed);
        var net = new ObjectiveRewardNet(new(learnt.Count, options.Buckets, options.Width));
        var task = new ObjectiveTask(net, [.. learnt.Select(o => o.Pairs)], [.. stopped.Select(o => o.Pairs)], options);
        new TrainingLoop(options.Loop, run, observer).Run(task, cancellationToken);
        var temperatures = learnt.Select((_, objective) => Calibration.Fit([.. task.HeldOutDifferences(objective)])).ToList();
        return new(ObjectiveRewardExporter.Export(net), new()
        {
            Names = [.. learnt.Select(o => o.Name)],
            GroupBy = options.GroupBy,
            Encoder = new(options.Buckets),
            Calibration = new(temperatures, 1),
        });
    }
}
