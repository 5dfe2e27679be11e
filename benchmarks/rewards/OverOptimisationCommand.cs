using System.CommandLine;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// Best of n by rewards that learned from labels of which a quarter is wrong (arXiv 2310.02743): what the judge says of the answer
/// chosen, as n grows.
/// </summary>
internal static class OverOptimisationCommand
{
    private const double Noise = 0.25;
    private const int Members = 5;
    private const int PairsOfAPrompt = 6;

    private static readonly int[] s_n = [1, 2, 4, 8, 16, 32, 64];

    private static readonly Dictionary<string, Func<double[], double>> s_rules = new()
    {
        ["single"] = gains => gains[0],
        ["mean"] = gains => gains.Average(),
        ["least"] = gains => gains.Min(),
        ["mean_minus_deviation"] = gains => gains.Average() - Pessimism.Deviation(gains),
        ["entropic"] = gains => Pessimism.Entropic(gains, 1),
    };

    public static Command Create()
    {
        var replay = new Argument<FileInfo>("judged") { Description = "judged.jsonl.gz" };
        var seeds = new Option<int>("--seeds") { Description = "Ensembles trained, each on noise of its own.", DefaultValueFactory = _ => 3 };
        var json = ResultsFile.Option("rewards");
        var command = new Command("over-optimisation", "True score of the best of n, n = 1 to 64, under label noise.") { replay, seeds, json };
        command.SetAction(parsed => Measure(parsed.GetValue(replay)!, parsed.GetValue(seeds), parsed.GetValue(json)!));
        return command;
    }

    private static void Measure(FileInfo replay, int seeds, FileInfo json)
    {
        var (training, test) = JudgedPrompt.Read(replay);
        var members = new JudgedMembers(training, test);
        var values = s_rules.Keys.ToDictionary(rule => rule, _ => test.Select(_ => new double[s_n.Length]).ToList());
        for (var seed = 1; seed <= seeds; seed++)
        {
            var pairs = Noisy(training, members, seed);
            var (task, calibration) = members.Train(pairs[(pairs.Count / 10)..], pairs[..(pairs.Count / 10)], Members, seed);
            using var net = task.Network;
            foreach (var (index, prompt) in test.Index())
            {
                var gains = members.Gains(prompt, task, calibration);
                foreach (var (name, rule) in s_rules)
                {
                    var judged = prompt.Candidates.Zip(gains, (c, g) => (c.Judge, Score: rule(g)))
                        .OrderBy(c => c.Score).Select(c => c.Judge).ToArray();
                    for (var i = 0; i < s_n.Length; i++)
                        values[name][index][i] += BestOf(judged, s_n[i]) / seeds;
                }
            }

            Console.WriteLine($"seed {seed} done");
        }

        var curves = values.ToDictionary(rule => rule.Key, rule => Curve(rule.Value));
        foreach (var (name, curve) in curves)
        {
            var points = string.Join(" ", curve.Select(p => $"{p.Judge.Value:F3}"));
            Console.WriteLine($"{name,-22}{points}  falls beyond its interval: {curve.Any(p => p.Falls)}");
        }

        ResultsFile.Merge(json, new Dictionary<string, object>
        {
            ["over_optimisation"] = new
            {
                bar = "as n grows the pessimistic ensemble's true score never falls below its own earlier value by more than the 95 % interval "
                    + "of the change",
                falls = curves.ToDictionary(c => c.Key, c => c.Value.Any(p => p.Falls)),
                noise = Noise, seeds, prompts = test.Count, drawn = "with replacement from the prompt's answers", curves,
            },
        });
    }

    private static List<RewardExample> Noisy(List<JudgedPrompt> prompts, JudgedMembers members, int seed)
    {
        var random = new Random(seed);
        return [.. prompts.Index().SelectMany(prompt => prompt.Item.Pairs(PairsOfAPrompt, random).Select(pair =>
            members.Example(random.NextDouble() < Noise ? (pair.Rejected, pair.Chosen) : pair, prompt.Index)))];
    }

    /// <summary>Expected judge of the best of n draws with replacement: the i-th worst of N is the best with chance (i/N)ⁿ − ((i − 1)/N)ⁿ.</summary>
    private static double BestOf(double[] judged, int n) => judged.Select((judge, i) =>
        judge * (Math.Pow((i + 1.0) / judged.Length, n) - Math.Pow(i / (double)judged.Length, n))).Sum();

    private static List<Point> Curve(List<double[]> byPrompt) => [.. s_n.Select((n, i) =>
    {
        var earlier = Enumerable.Range(0, i).Select(j => PromptBootstrap.Mean([.. byPrompt.Select(v => v[i] - v[j])])).ToList();
        return new Point(n, Figure.Of(PromptBootstrap.Mean([.. byPrompt.Select(v => v[i])])), earlier.Exists(change => change.High < 0));
    })];

    /// <param name="N">Answers drawn.</param>
    /// <param name="Judge">True score of the chosen one.</param>
    /// <param name="Falls">The 95 % interval of its change since some smaller n lies below 0.</param>
    private sealed record Point(int N, Figure Judge, bool Falls);
}
