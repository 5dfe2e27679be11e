using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Rewards;

/// <summary>The pairs of one objective or group of annotators.</summary>
/// <param name="Name">What the data calls it.</param>
/// <param name="Pairs">Its pairs, whole texts, at least one; the group of a pair is the number of its prompt.</param>
internal sealed record ObjectiveExamples(string Name, IReadOnlyList<RewardExample> Pairs)
{
    /// <summary>What a pair belongs to; null where it does not say.</summary>
    public static string? GroupOf(PreferencePair pair, PairGrouping grouping) =>
        grouping == PairGrouping.Annotator ? pair.Annotator : pair.Objective;

    /// <summary>Sorts pairs by objective, in the order of the names; pairs without one are left out.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="objective">The pair's objective: <see cref="PreferencePair.Objective"/> or <see cref="PreferencePair.Annotator"/>.</param>
    /// <param name="encode">Features of a text.</param>
    public static List<ObjectiveExamples> Of(
        IEnumerable<PreferencePair> pairs, Func<PreferencePair, string?> objective, Func<string, int[]> encode)
    {
        var prompts = new Dictionary<string, int>();
        int Group(string prompt) => prompts.TryGetValue(prompt, out var group) ? group : prompts[prompt] = prompts.Count;
        TextFeatures Encoded(string text) => TextFeatures.Of(encode(text), text.Length);
        return [.. pairs.Where(p => objective(p) is not null).GroupBy(p => objective(p)!).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ObjectiveExamples(g.Key, [.. g.Select(p => new RewardExample(Encoded(p.Chosen), Encoded(p.Rejected), Group(p.Prompt)))]))];
    }
}
