using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Gives each candidate of a prompt a score; the highest is taken.</summary>
internal delegate double[] Ranker(JudgedPrompt prompt);

/// <summary>The rankers that are compared.</summary>
internal static class Rankers
{
    public static double[] Longest(JudgedPrompt prompt) => [.. prompt.Candidates.Select(c => (double)c.Text.Length)];

    public static double[] Random(JudgedPrompt prompt)
    {
        var random = new Random(prompt.Prompt.Length);
        return [.. prompt.Candidates.Select(_ => random.NextDouble())];
    }

    /// <summary>Mean, minimum, mean less a deviation, and first member of the calibrated gains over the prompt's average candidate.</summary>
    public static Dictionary<string, Ranker> Of(TrainedEnsemble trained, IReadOnlyList<JudgedPrompt> prompts)
    {
        using var ensemble = trained.Open(new OnnxOptions());
        var gains = prompts.ToDictionary(p => p, p =>
        {
            var scores = ensemble.Score(p.Prompt, [.. p.Candidates.Select(c => c.Text)], default);
            var average = Enumerable.Range(0, ensemble.Members).Select(m => scores.Average(s => s[m])).ToArray();
            return scores.Select(s => trained.Calibration.Apply([.. s.Zip(average, (a, b) => a - b)])).ToArray();
        });

        Ranker By(Func<double[], double> score) => p => [.. gains[p].Select(score)];
        return new()
        {
            ["ensemble"] = By(g => g.Average()),
            ["minimum"] = By(g => g.Min()),
            ["pessimistic"] = By(g => g.Average() - Math.Sqrt(g.Average(v => (v - g.Average()) * (v - g.Average())))),
            ["single"] = By(g => g[0]),
        };
    }
}
