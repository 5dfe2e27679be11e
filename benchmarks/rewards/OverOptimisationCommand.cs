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
        var features = SampledFeatures.Of(training.Concat(test).SelectMany(p => p.Candidates).Select(c => c.Text));
        var values = s_rules.Keys.ToDictionary(rule => rule, _ => test.Select(_ => new double[s_n.Length]).ToList());
        for (var seed = 1; seed <= seeds; seed++)
        {
            var pairs = Noisy(training, features, seed);
            var (learned, held) = (pairs[(pairs.Count / 10)..], pairs[..(pairs.Count / 10)]);
            using var net = WeightedTask.Train(learned, held, seed);
            var temperatures = Temperatures(net, held);
            foreach (var (index, prompt) in test.Index())
            {
                var gains = Gains(WeightedTask.Score(net, prompt.Candidates.Select(c => features[c.Text])), temperatures);
                foreach (var (name, rule) in s_rules)
                {
                    var judged = prompt.Candidates.Zip(gains, (c, g) => (c.Judge, Score: rule(g))).OrderBy(c => c.Score).Select(c => c.Judge).ToArray();
                    for (var i = 0; i < s_n.Length; i++)
                        values[name][index][i] += BestOf(judged, s_n[i]) / seeds;
                }
            }

            Console.WriteLine($"seed {seed} done");
        }

        var curves = values.ToDictionary(rule => rule.Key, rule => Curve(rule.Value));
        foreach (var (name, curve) in curves)
            Console.WriteLine($"{name,-22}{string.Join(" ", curve.Select(p => $"{p.Judge.Mean:F3}"))}  falls beyond its interval: {curve.Any(p => p.Falls)}");
        ResultsFile.Merge(json, new Dictionary<string, object>
        {
            ["over_optimisation"] = new { noise = Noise, seeds, prompts = test.Count, drawn = "with replacement from the prompt's answers", curves },
        });
    }

    private static List<WeightedPair> Noisy(List<JudgedPrompt> prompts, Dictionary<string, int[]> features, int seed)
    {
        var random = new Random(seed);
        return [.. prompts.Index().SelectMany(prompt => prompt.Item.Pairs(PairsOfAPrompt, random).Select(pair =>
        {
            var (chosen, rejected) = random.NextDouble() < Noise ? (pair.Rejected, pair.Chosen) : pair;
            float[] weights = [.. Enumerable.Range(0, Members).Select(member => (float)Bootstrap.Count(seed, prompt.Index, member))];
            return new WeightedPair(features[chosen.Text], features[rejected.Text], weights);
        }))];
    }

    private static double[] Temperatures(PreferenceFlow.Training.Networks.RewardNet net, List<WeightedPair> held)
    {
        var (chosen, rejected) = (WeightedTask.Score(net, held.Select(p => p.Chosen)), WeightedTask.Score(net, held.Select(p => p.Rejected)));
        return [.. Enumerable.Range(0, Members).Select(m => Calibration.Fit([.. chosen.Zip(rejected, (c, r) => (double)(c[m] - r[m]))]))];
    }

    /// <summary>Calibrated gains over the prompt's mean answer.</summary>
    private static List<double[]> Gains(float[][] rewards, double[] temperatures)
    {
        var means = Enumerable.Range(0, Members).Select(m => rewards.Average(r => r[m])).ToArray();
        return [.. rewards.Select(r => r.Select((v, m) => (v - means[m]) / temperatures[m]).ToArray())];
    }

    /// <summary>Expected judge of the best of n draws with replacement: the i-th worst of N is the best with chance (i/N)ⁿ − ((i − 1)/N)ⁿ.</summary>
    private static double BestOf(double[] judged, int n) => judged.Select((judge, i) =>
        judge * (Math.Pow((i + 1.0) / judged.Length, n) - Math.Pow(i / (double)judged.Length, n))).Sum();

    private static List<Point> Curve(List<double[]> byPrompt) => [.. s_n.Select((n, i) =>
    {
        var earlier = Enumerable.Range(0, i).Select(j => PromptBootstrap.Mean([.. byPrompt.Select(v => v[i] - v[j])])).ToList();
        return new Point(n, PromptBootstrap.Mean([.. byPrompt.Select(v => v[i])]), earlier.Exists(change => change.High < 0));
    })];

    /// <param name="N">Answers drawn.</param>
    /// <param name="Judge">True score of the chosen one.</param>
    /// <param name="Falls">The 95 % interval of its change since some smaller n lies below 0.</param>
    private sealed record Point(int N, Interval Judge, bool Falls);
}
