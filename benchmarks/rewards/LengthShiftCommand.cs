using System.CommandLine;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// Training pairs of which a share ρ prefers the longer text, test pairs of which half do (arXiv 2405.19316): one model, five on
/// bootstraps of the pairs, and five on splits that are biased on purpose.
/// </summary>
internal static class LengthShiftCommand
{
    private const int TrainingPairs = 2500;
    private const int HeldPairs = 250;

    private static readonly double[] s_shares = [0.2, 0.4, 0.5, 0.6, 0.8];

    public static Command Create()
    {
        var replay = new Argument<FileInfo>("judged") { Description = "judged.jsonl.gz" };
        var seeds = new Option<int>("--seeds") { Description = "Trainings for each share.", DefaultValueFactory = _ => 3 };
        var json = ResultsFile.Option("rewards");
        var command = new Command("length-shift", "Accuracy on unbiased pairs after training on biased ones.") { replay, seeds, json };
        command.SetAction(parsed => Measure(parsed.GetValue(replay)!, parsed.GetValue(seeds), parsed.GetValue(json)!));
        return command;
    }

    private static void Measure(FileInfo replay, int seeds, FileInfo json)
    {
        var (training, test) = JudgedPrompt.Read(replay);
        var features = SampledFeatures.Of(training.Concat(test).SelectMany(p => p.Candidates).Select(c => c.Text));
        var random = new Random(5);
        var pool = training.SelectMany(p => p.Pairs(40, random)).ToList();
        var byPrompt = test.Select(p => Balanced([.. p.Pairs(200, random)])).Where(pairs => pairs.Count > 0).ToList();
        var rows = s_shares.Select(share => Row(share, pool, byPrompt, features, seeds)).ToList();
        foreach (var row in rows)
            Console.WriteLine($"ρ {row.Share}: single {row.Single.Mean:F4}, bootstrap {row.Bootstrap.Mean:F4}, biased {row.Biased.Mean:F4}, biased − single {row.BiasedOverSingle}");
        ResultsFile.Merge(json, new Dictionary<string, object>
        {
            ["length_shift"] = new { seeds, training_pairs = TrainingPairs, test_pairs = byPrompt.Sum(p => p.Count), rows },
        });
    }

    private static ShiftRow Row(
        double share, List<(JudgedAnswer, JudgedAnswer)> pool, List<List<(JudgedAnswer, JudgedAnswer)>> byPrompt,
        Dictionary<string, int[]> features, int seeds)
    {
        double[] single = new double[byPrompt.Count], bootstrap = new double[byPrompt.Count], biased = new double[byPrompt.Count];
        for (var seed = 1; seed <= seeds; seed++)
        {
            var pairs = Biased(pool, share, features, seed);
            var (learned, held) = (pairs[HeldPairs..], pairs[..HeldPairs]);
            using var net = WeightedTask.Train(learned, held, seed);
            double[][] Differences(IEnumerable<(int[] Chosen, int[] Rejected)> of)
            {
                var list = of.ToList();
                var (chosen, rejected) = (WeightedTask.Score(net, list.Select(p => p.Chosen)), WeightedTask.Score(net, list.Select(p => p.Rejected)));
                return [.. chosen.Zip(rejected, (c, r) => c.Zip(r, (a, b) => (double)(a - b)).ToArray())];
            }

            var fitted = Differences(held.Select(p => (p.Chosen, p.Rejected)));
            var temperatures = Enumerable.Range(0, fitted[0].Length).Select(m => Calibration.Fit([.. fitted.Select(d => d[m])])).ToArray();
            foreach (var (index, prompt) in byPrompt.Index())
            {
                var logits = Differences(prompt.Select(p => (features[p.Item1.Text], features[p.Item2.Text])))
                    .Select(d => d.Select((v, m) => v / temperatures[m]).ToArray()).ToList();
                double Right(Range members) => logits.Average(d => d[members].Average() > 0 ? 1.0 : 0) / seeds;
                single[index] += Right(..1);
                bootstrap[index] += Right(1..6);
                biased[index] += Right(6..);
            }

            Console.WriteLine($"ρ {share} seed {seed} done");
        }

        return new(
            share, PromptBootstrap.Mean(single), PromptBootstrap.Mean(bootstrap), PromptBootstrap.Mean(biased),
            PromptBootstrap.Mean([.. biased.Zip(single, (b, s) => b - s)]));
    }

    /// <summary>Pairs of which a share prefers the longer text, weighed for one plain member, five bootstraps and five biased ones.</summary>
    private static List<WeightedPair> Biased(
        List<(JudgedAnswer Chosen, JudgedAnswer Rejected)> pool, double share, Dictionary<string, int[]> features, int seed)
    {
        var random = new Random(seed);
        var shuffled = pool.Where(p => p.Chosen.Text.Length != p.Rejected.Text.Length).ToArray();
        random.Shuffle(shuffled);
        var longer = (int)Math.Round(share * (TrainingPairs + HeldPairs));
        var pairs = shuffled.Where(IsLonger).Take(longer).Concat(shuffled.Where(p => !IsLonger(p)).Take(TrainingPairs + HeldPairs - longer)).ToArray();
        random.Shuffle(pairs);
        return [.. pairs.Select((pair, index) => new WeightedPair(features[pair.Chosen.Text], features[pair.Rejected.Text],
        [
            1,
            .. Enumerable.Range(0, 5).Select(member => (float)Bootstrap.Count(seed, index, member)),
            .. s_shares.Select(b => (float)(IsLonger(pair) ? b / share : (1 - b) / (1 - share))),
        ]))];
    }

    /// <summary>As many pairs that prefer the longer text as pairs that prefer the shorter.</summary>
    private static List<(JudgedAnswer, JudgedAnswer)> Balanced(List<(JudgedAnswer, JudgedAnswer)> pairs)
    {
        var (longer, shorter) = (pairs.FindAll(IsLonger), pairs.FindAll(p => p.Item1.Text.Length < p.Item2.Text.Length));
        var each = Math.Min(10, Math.Min(longer.Count, shorter.Count));
        return [.. longer.Take(each), .. shorter.Take(each)];
    }

    private static bool IsLonger((JudgedAnswer Chosen, JudgedAnswer Rejected) pair) => pair.Chosen.Text.Length > pair.Rejected.Text.Length;

    /// <param name="Share">ρ, the share of training pairs that prefer the longer text.</param>
    /// <param name="Single">Accuracy of one model trained on the pairs as they are.</param>
    /// <param name="Bootstrap">Accuracy of the mean of five on bootstraps.</param>
    /// <param name="Biased">Accuracy of the mean of five on biased splits.</param>
    /// <param name="BiasedOverSingle">Difference, prompt by prompt.</param>
    private sealed record ShiftRow(double Share, Interval Single, Interval Bootstrap, Interval Biased, Interval BiasedOverSingle);
}
