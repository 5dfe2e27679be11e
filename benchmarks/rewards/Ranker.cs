using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Gives each candidate of a prompt a score; the highest is taken.</summary>
internal delegate double[] Ranker(JudgedPrompt prompt);

/// <summary>The rankers that are compared.</summary>
internal static class Rankers
{
    /// <summary>One in so many prompts is for early stopping, calibration and the weight of a vote.</summary>
    private const int ValidationPrompts = 12;

    public static double[] Longest(JudgedPrompt prompt) => [.. prompt.Candidates.Select(c => (double)c.Text.Length)];

    public static double[] Random(JudgedPrompt prompt)
    {
        var random = new Random(prompt.Prompt.Length);
        return [.. prompt.Candidates.Select(_ => random.NextDouble())];
    }

    /// <summary>All rankers, those that learn trained on judged answers.</summary>
    /// <param name="training">What they learn from.</param>
    /// <param name="ranked">What they will be asked about.</param>
    /// <param name="steps">Training steps of the ensemble.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    public static Dictionary<string, Ranker> Train(
        IReadOnlyList<JudgedPrompt> training, IReadOnlyList<JudgedPrompt> ranked, int steps, CancellationToken cancellationToken)
    {
        var trained = TrainEnsemble(training, steps, cancellationToken);
        var linear = LinearBaseline.Train([.. training.SelectMany(p => p.ToTraining())]);
        var ensemble = Of(trained, ranked);
        var flow = FlowRankers.Of(trained, ensemble["ensemble"], Learned(training), Held(training), ranked, cancellationToken);
        return new(ensemble.Concat(flow))
        {
            ["linear"] = p => [.. p.Candidates.Select(c => linear.Score(c.Text))],
            ["longest"] = Longest,
            ["random"] = Random,
        };
    }

    public static TrainedEnsemble TrainEnsemble(IReadOnlyList<JudgedPrompt> training, int steps, CancellationToken cancellationToken) =>
        MeasuredEnsemble.Train(Learned(training), Held(training), MeasuredEnsemble.Replay(steps), cancellationToken);

    /// <summary>
    /// Mean, first member, minimum, and mean less a deviation of the calibrated gains over the prompt's average candidate.
    /// </summary>
    public static Dictionary<string, Ranker> Of(TrainedEnsemble trained, IReadOnlyList<JudgedPrompt> prompts)
    {
        using var ensemble = trained.Open(new OnnxOptions());
        var gains = prompts.ToDictionary(
            p => p, p => ensemble.GainsOverAverage(ensemble.Score(p.Prompt, [.. p.Candidates.Select(c => c.Text)], default)));

        Ranker By(Func<double[], double> score) => p => [.. gains[p].Select(score)];
        return new()
        {
            ["ensemble"] = By(g => g.Average()),
            ["single"] = By(g => g[0]),
            ["minimum"] = By(g => g.Min()),
            ["pessimistic"] = By(g => g.Average() - Pessimism.Deviation(g)),
        };
    }

    private static List<PreferencePair> Learned(IReadOnlyList<JudgedPrompt> prompts) =>
        [.. prompts.Where((_, i) => i % ValidationPrompts != 0).SelectMany(p => p.ToTraining())];

    private static List<PreferencePair> Held(IReadOnlyList<JudgedPrompt> prompts) =>
        [.. prompts.Where((_, i) => i % ValidationPrompts == 0).SelectMany(p => p.ToTraining())];
}
