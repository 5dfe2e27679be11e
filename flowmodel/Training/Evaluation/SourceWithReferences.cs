using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>A rejected text with every chosen version of it.</summary>
internal sealed record SourceWithReferences(string Prompt, string Rejected, IReadOnlyList<string> Chosen)
{
    /// <summary>Groups pairs by prompt and rejected text, in the order of the pairs.</summary>
    public static List<SourceWithReferences> Group(IEnumerable<PreferencePair> pairs) =>
        [.. pairs.GroupBy(p => (p.Prompt, p.Rejected))
            .Select(g => new SourceWithReferences(g.Key.Prompt, g.Key.Rejected, [.. g.Select(p => p.Chosen).Distinct()]))];
}
