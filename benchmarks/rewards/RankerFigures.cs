namespace PreferenceFlow.RewardBenchmark;

/// <summary>How well a ranker tells two answers apart, and what the best of n by it is worth.</summary>
internal static class RankerFigures
{
    private const int Draws = 30;

    /// <summary>Share of the pairs ranked right.</summary>
    /// <param name="prompts">Test prompts.</param>
    /// <param name="ranker">Scores.</param>
    /// <param name="counts">Which pairs count.</param>
    public static Interval PairAccuracy(IEnumerable<JudgedPrompt> prompts, Ranker ranker, Func<JudgedAnswer, JudgedAnswer, bool> counts) =>
        PromptBootstrap.Ratio([.. prompts.Select(p =>
        {
            var scores = ranker(p);
            var pairs = p.Places().Where(x => counts(p.Candidates[x.Better], p.Candidates[x.Worse])).ToList();
            return ((double)pairs.Count(x => scores[x.Better] > scores[x.Worse]), (double)pairs.Count);
        })]);

    /// <summary>Best of n, from 0 (a random one of the offered) to 1 (the best offered).</summary>
    /// <param name="prompts">Test prompts.</param>
    /// <param name="ranker">Scores.</param>
    /// <param name="n">Candidates offered, drawn without replacement; fewer where fewer are alike.</param>
    /// <param name="alike">Which candidates may stand beside a first one, drawn at random.</param>
    public static Interval Headroom(
        IEnumerable<JudgedPrompt> prompts, Ranker ranker, int n, Func<JudgedAnswer, JudgedAnswer, bool> alike) =>
        PromptBootstrap.Ratio([.. prompts.Select((p, number) =>
        {
            var (scores, random, gained, possible) = (ranker(p), new Random(number), 0.0, 0.0);
            for (var draw = 0; draw < Draws; draw++)
            {
                var first = random.Next(p.Candidates.Count);
                var others = Enumerable.Range(0, p.Candidates.Count).Where(i => i != first && alike(p.Candidates[first], p.Candidates[i])).ToArray();
                random.Shuffle(others);
                var offered = others.Take(n - 1).Append(first).ToList();
                var mean = offered.Average(i => p.Candidates[i].Judge);
                gained += p.Candidates[offered.MaxBy(i => scores[i])].Judge - mean;
                possible += offered.Max(i => p.Candidates[i].Judge) - mean;
            }

            return (gained, possible);
        })]);
}
