using PreferenceFlow.Cli;
using PreferenceFlow.Training;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Demo;

/// <summary>What was learnt, and the replies that nobody learnt from.</summary>
/// <param name="Bundle">The bundle's directory.</param>
/// <param name="HeldOut">Pairs that training did not see.</param>
internal sealed record Lesson(string Bundle, IReadOnlyList<PreferencePair> HeldOut)
{
    public static Lesson Train(string folder, CancellationToken cancellationToken)
    {
        var data = PairFiles.Read([new(Path.Combine(AppContext.BaseDirectory, "data", "support-replies.jsonl"))], BadLinePolicy.Stop);
        var bundle = Path.Combine(folder, "bundle");
        var options = TrainingConfig.Load(new(Path.Combine(AppContext.BaseDirectory, "train.json"))).ToOptions(bundle, Path.Combine(folder, "run"), resume: false, seed: 1);
        ProgressDisplay.Run(observer => new TrainingPipeline(options, observer).Run(data.Pairs, data.Sha256, cancellationToken));
        var split = PairParts.Of(data.Pairs, new PairSplit { Validation = options.Validation, Test = options.HeldOut, Seed = options.Seed });
        return new(bundle, split.HeldOut);
    }
}
