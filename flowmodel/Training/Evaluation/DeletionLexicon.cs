namespace PreferenceFlow.Training.Evaluation;

/// <summary>The baseline to fear: deletes the words that stand mostly in rejected texts.</summary>
internal sealed class DeletionLexicon
{
    /// <summary>Rejected texts a word must stand in to be judged at all.</summary>
    private const int MinTexts = 5;

    /// <summary>Share of a word's texts that must be rejected ones.</summary>
    private const double MinShare = 0.8;

    private readonly HashSet<string> _words;

    private DeletionLexicon(HashSet<string> words) => _words = words;

    public int Count => _words.Count;

    /// <summary>Learns the words from groups of one rejected text and its chosen versions, which share one vote.</summary>
    public static DeletionLexicon Learn(IEnumerable<SourceWithReferences> sources)
    {
        var (rejected, chosen) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var source in sources)
        {
            foreach (var word in WordTokens.Of(source.Rejected).Distinct())
                rejected[word] = rejected.GetValueOrDefault(word) + 1;
            foreach (var word in source.Chosen.SelectMany(c => WordTokens.Of(c).Distinct()))
                chosen[word] = chosen.GetValueOrDefault(word) + (1.0 / source.Chosen.Count);
        }

        return new([.. rejected
            .Where(r => r.Value >= MinTexts && r.Value / (r.Value + chosen.GetValueOrDefault(r.Key)) > MinShare)
            .Select(r => r.Key)]);
    }

    public string Apply(string text) => string.Join(' ', text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(word => !WordTokens.Of(word).Exists(_words.Contains)));
}
