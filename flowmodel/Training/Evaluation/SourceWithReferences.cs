using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>A rejected text with what people made of it.</summary>
/// <param name="Prompt">The conversation before it; may be empty.</param>
/// <param name="Rejected">The text.</param>
/// <param name="Rewrites">Every chosen version, twice the one that two people wrote; at least one.</param>
internal sealed record SourceWithReferences(string Prompt, string Rejected, IReadOnlyList<string> Rewrites)
{
    /// <summary>The chosen versions, each once.</summary>
    public IReadOnlyList<string> Chosen { get; } = [.. Rewrites.Distinct()];

    /// <summary>Groups pairs by prompt and rejected text, in the order of the pairs.</summary>
    public static List<SourceWithReferences> Group(IEnumerable<PreferencePair> pairs) =>
        [.. pairs.GroupBy(p => (p.Prompt, p.Rejected))
            .Select(g => new SourceWithReferences(g.Key.Prompt, g.Key.Rejected, [.. g.Select(p => p.Chosen)]))];
}
