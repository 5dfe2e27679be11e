using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Chooses the texts that a report shows: by rank, not by looks.</summary>
internal static class ExampleTexts
{
    /// <summary>Longest prompt and longest text shown, in UTF-16 code units.</summary>
    public const int MostPrompt = 200, MostText = 600;

    private const int Edited = 12, LeftAlone = 6, GoodChanged = 6;

    /// <summary>
    /// Edited texts at even distances from the largest gain to the smallest, texts left alone from the best refused edit down, and good
    /// texts that were changed, from the largest supposed gain down.
    /// </summary>
    /// <param name="sources">The held-out texts.</param>
    /// <param name="decisions">What was made of each rejected text.</param>
    /// <param name="good">What was made of the first chosen version of each.</param>
    public static IReadOnlyList<ExampleText> Pick(
        IReadOnlyList<SourceWithReferences> sources, IReadOnlyList<AlignmentDecision> decisions, IReadOnlyList<AlignmentDecision> good)
    {
        var rejected = sources.Zip(decisions, (s, d) => (s.Prompt, Before: s.Rejected, Decision: d)).ToList();
        var chosen = sources.Zip(good, (s, d) => (s.Prompt, Before: s.Chosen[0], Decision: d));
        return
        [
            .. Spread(rejected.Where(t => t.Decision.Changed).OrderByDescending(t => t.Decision.Gain.Mean), Edited)
                .Select(t => Show(ExampleKind.Edited, t)),
            .. Spread(rejected.Where(t => !t.Decision.Changed).OrderByDescending(Refused), LeftAlone)
                .Select(t => Show(ExampleKind.LeftAlone, t)),
            .. Spread(chosen.Where(t => t.Decision.Changed).OrderByDescending(t => t.Decision.Gain.Mean), GoodChanged)
                .Select(t => Show(ExampleKind.GoodChanged, t)),
        ];
    }

    // A text for which nothing was proposed comes last.
    private static double Refused((string Prompt, string Before, AlignmentDecision Decision) text) =>
        text.Decision.GainLowerBound ?? double.NegativeInfinity;

    private static ExampleText Show(ExampleKind kind, (string Prompt, string Before, AlignmentDecision Decision) text) => new()
    {
        Kind = kind,
        Prompt = Excerpt.Start(text.Prompt, MostPrompt),
        Runs = Excerpt.Of(text.Before, text.Decision.Text, MostText),
        Reason = text.Decision.Reason,
        Gain = text.Decision.Gain.Mean,
        GainLowerBound = text.Decision.GainLowerBound,
    };

    private static IEnumerable<T> Spread<T>(IEnumerable<T> ranked, int most)
    {
        var all = ranked.ToList();
        return all.Count <= most ? all : Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))]);
    }
}
