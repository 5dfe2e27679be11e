using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>The ensembles that are measured, trained as the product trains its own on whole answers.</summary>
internal static class MeasuredEnsemble
{
    /// <summary>About 400 pairs a prompt: a step takes eight prompts or so.</summary>
    public static RewardOptions Replay(int steps) => new()
    {
        Encoder = EncoderKind.Answers, Buckets = 1 << 18, MinPrompts = 20, Units = 1, BatchPairs = 3000, SuspectShare = 0,
        Loop = new() { Steps = steps, LearningRate = 5e-3, WarmUp = 20, WeightDecay = 0.3, Ema = 0.95, ValidateEvery = 20, Patience = 4 },
    };

    public static RewardOptions HumanPairs() => new()
    {
        Encoder = EncoderKind.Answers, Buckets = 1 << 18, MinPrompts = 20, Units = 1, BatchPairs = 128, SuspectShare = 0,
        Loop = new() { Steps = 400, LearningRate = 2e-3, WarmUp = 20, WeightDecay = 0.3, Ema = 0.97, ValidateEvery = 20, Patience = 6 },
    };

    public static TrainedEnsemble Train(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, RewardOptions options,
        CancellationToken cancellationToken) => TemporaryRun.In(directory =>
        new EnsembleTrainer(options, new Lines()).OnAnswers(training, validation, directory, cancellationToken));

    /// <summary>A line for each validation.</summary>
    internal sealed class Lines : ITrainingObserver
    {
        private double _validation = double.NaN;

        public void OnProgress(TrainingProgress progress)
        {
            if (!progress.ValidationLoss.Equals(_validation))
            {
                Console.WriteLine(
                    $"step {progress.Step} of {progress.Steps}, loss {progress.Loss:F4}, held out {progress.ValidationLoss:F4}, {progress.Elapsed}");
            }

            _validation = progress.ValidationLoss;
        }

        public void OnMessage(string message) => Console.WriteLine(message);
    }
}
