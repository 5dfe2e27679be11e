using System.CommandLine;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Trains on judged answers to 80 % of the prompts and chooses among those to the others.</summary>
internal static class ReplayCommand
{
    private const int Seed = 1;
    private const int Offered = 8;

    /// <summary>Share of the models left out where answers of unseen models are ranked.</summary>
    private const double UnseenModels = 0.2;

    /// <summary>Candidates whose models' means differ by at most this are of similar strength.</summary>
    private const double SimilarStrength = 0.03;

    public static Command Create()
    {
        var judged = new Argument<FileInfo>("judged") { Description = "replay/judged.jsonl.gz" };
        var steps = new Option<int>("--steps") { Description = "Training steps.", DefaultValueFactory = _ => 240 };
        var skipModels = new Option<bool>("--skip-unseen-models")
        {
            Description = "Leaves out the second training, without a fifth of the models.",
        };
        var json = ResultsFile.Option("rewards");
        var command = new Command("replay", "Choosing among judged answers.") { judged, steps, skipModels, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (training, test) = JudgedPrompt.Read(parsed.GetValue(judged)!);
            var strength = training.Concat(test).SelectMany(p => p.Candidates).GroupBy(c => c.Model)
                .ToDictionary(g => g.Key, g => g.Average(c => c.Judge));
            var fields = new Dictionary<string, object> { ["test_prompts"] = test.Count };
            Add(training, test, "");
            if (!parsed.GetValue(skipModels))
            {
                var (seen, unseen) = ByModel(training, test);
                fields["unseen_models"] = unseen.SelectMany(p => p.Candidates).Select(c => c.Model).Distinct().Count();
                Add(seen, unseen, "_unseen_models");
            }

            return Task.FromResult(0);

            void Add(List<JudgedPrompt> learned, List<JudgedPrompt> ranked, string suffix)
            {
                var rankers = Rankers.Train(learned, ranked, parsed.GetValue(steps), cancellationToken);
                foreach (var (name, figures) in Figures(ranked, rankers, strength, suffix))
                {
                    fields[name] = figures;
                    Console.WriteLine($"{name}\n  {string.Join("\n  ", figures.Select(f => $"{f.Key,-14}{f.Value}"))}");
                }

                ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { ["replay"] = fields });
            }
        });
        return command;
    }

    /// <summary>Each figure by ranker: among all candidates, among those of similar strength, and at equal length.</summary>
    private static IEnumerable<(string Name, Dictionary<string, Figure> Figures)> Figures(
        List<JudgedPrompt> test, Dictionary<string, Ranker> rankers, Dictionary<string, double> strength, string suffix)
    {
        (string Name, Func<JudgedAnswer, JudgedAnswer, bool> Alike)[] choices =
        [
            ("", (_, _) => true),
            ("_similar_strength", (a, b) => Math.Abs(strength[a.Model] - strength[b.Model]) <= SimilarStrength),
            ("_equal_length", (a, b) => Math.Abs(a.Text.Length - b.Text.Length) <= 0.1 * Math.Max(a.Text.Length, b.Text.Length)),
        ];
        Dictionary<string, Figure> By(Func<Ranker, Interval> measure) => rankers.ToDictionary(r => r.Key, r => Figure.Of(measure(r.Value)));
        foreach (var (name, alike) in choices)
            yield return ($"pair_accuracy{suffix}{name}", By(ranker => RankerFigures.PairAccuracy(test, ranker, alike)));
        foreach (var (name, alike) in choices)
            yield return ($"bo8_headroom{suffix}{name}", By(ranker => RankerFigures.Headroom(test, ranker, Offered, alike)));
    }

    /// <summary>Training prompts without a fifth of the models, and test prompts with the answers of these alone.</summary>
    private static (List<JudgedPrompt> Training, List<JudgedPrompt> Test) ByModel(List<JudgedPrompt> training, List<JudgedPrompt> test)
    {
        var models = training.SelectMany(p => p.Candidates).Select(c => c.Model).Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(Seed).Shuffle(models);
        var unseen = models.Take((int)(UnseenModels * models.Length)).ToHashSet();
        List<JudgedPrompt> Only(List<JudgedPrompt> prompts, Predicate<JudgedAnswer> counts) =>
            [.. prompts.Select(p => p with { Candidates = [.. p.Candidates.Where(c => counts(c))] }).Where(p => p.Candidates.Count > 1)];
        return (Only(training, c => !unseen.Contains(c.Model)), Only(test, c => unseen.Contains(c.Model)));
    }
}
