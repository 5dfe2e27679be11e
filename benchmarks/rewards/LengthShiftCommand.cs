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
        var members = new JudgedMembers(training, test);
        var random = new Random(5);
        var pool = training.SelectMany(p => p.Pairs(40, random)).ToList();
        var byPrompt = test.Select(p => Balanced([.. p.Pairs(200, random)])).Where(pairs => pairs.Count > 0).ToList();
        var rows = s_shares.Select(share => Row(share, pool, byPrompt, members, seeds)).ToList();
        foreach (var row in rows)
        {
            Console.WriteLine(
                $"ρ {row.Share}: single {row.Single.Value:F4}, bootstrap {row.Bootstrap.Value:F4}, biased {row.Biased.Value:F4}, "
                + $"biased − single {row.BiasedOverSingle}");
        }

        ResultsFile.Merge(json, new Dictionary<string, object>
        {
            ["length_shift"] = new { seeds, training_pairs = TrainingPairs, test_pairs = byPrompt.Sum(p => p.Count), rows },
        });
    }

    private static ShiftRow Row(
        double share, List<(JudgedAnswer, JudgedAnswer)> pool, List<List<(JudgedAnswer, JudgedAnswer)>> byPrompt, JudgedMembers members,
        int seeds)
    {
        double[] single = new double[byPrompt.Count], bootstrap = new double[byPrompt.Count], biased = new double[byPrompt.Count];
        for (var seed = 1; seed <= seeds; seed++)
        {
            var pairs = Biased(pool, share, seed);
            var examples = pairs.Select((pair, index) => members.Example(pair, index)).ToList();
            float[][] weights = [.. pairs[HeldPairs..].Select((pair, index) => Weights(IsLonger(pair), share, seed, index))];
            var (task, calibration) = members.Train(examples[HeldPairs..], examples[..HeldPairs], weights[0].Length, seed, weights);
            using var net = task.Network;
            foreach (var (index, prompt) in byPrompt.Index())
            {
                var gains = task.Differences(prompt.Select(p => members.Example(p, 0)))
                    .Select(d => calibration.Apply([.. d.Select(v => (double)v)])).ToList();
                double Right(Range of) => gains.Average(g => g[of].Average() > 0 ? 1.0 : 0) / seeds;
                single[index] += Right(..1);
                bootstrap[index] += Right(1..6);
                biased[index] += Right(6..);
            }

            Console.WriteLine($"ρ {share} seed {seed} done");
        }

        return new(
            share, Mean(single), Mean(bootstrap), Mean(biased), Mean([.. biased.Zip(single, (b, s) => b - s)]));

        static Figure Mean(double[] byPrompt) => Figure.Of(PromptBootstrap.Mean(byPrompt));
    }

    /// <summary>Pairs of which a share prefers the longer text.</summary>
    private static List<(JudgedAnswer, JudgedAnswer)> Biased(
        List<(JudgedAnswer Chosen, JudgedAnswer Rejected)> pool, double share, int seed)
    {
        var random = new Random(seed);
        var shuffled = pool.Where(p => p.Chosen.Text.Length != p.Rejected.Text.Length).ToArray();
        random.Shuffle(shuffled);
        var longer = (int)Math.Round(share * (TrainingPairs + HeldPairs));
        var pairs = shuffled.Where(IsLonger).Take(longer)
            .Concat(shuffled.Where(p => !IsLonger(p)).Take(TrainingPairs + HeldPairs - longer)).ToArray();
        random.Shuffle(pairs);
        return [.. pairs];
    }

    /// <summary>
    /// What a pair weighs for one plain member, five on bootstraps, and five for each of which another share prefers the longer text.
    /// </summary>
    private static float[] Weights(bool longer, double share, int seed, int index) =>
    [
        1,
        .. Enumerable.Range(0, 5).Select(member => (float)Bootstrap.Count(seed, index, member)),
        .. s_shares.Select(b => (float)(longer ? b / share : (1 - b) / (1 - share))),
    ];

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
    private sealed record ShiftRow(double Share, Figure Single, Figure Bootstrap, Figure Biased, Figure BiasedOverSingle);
}
