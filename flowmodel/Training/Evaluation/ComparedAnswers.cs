using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>The answers of one source, each once, and the pairs between them.</summary>
/// <param name="Prompt">Their prompt; empty where the data has none.</param>
/// <param name="Texts">The answers, in the order of the pairs.</param>
/// <param name="Pairs">Places of the chosen and the rejected answer, and the share of the judgements that preferred the chosen one.</param>
internal sealed record ComparedAnswers(string Prompt, IReadOnlyList<string> Texts, IReadOnlyList<(int Chosen, int Rejected, double Agreement)> Pairs)
{
    private const int LeastAnswers = 3;

    public static List<ComparedAnswers> Group(IEnumerable<PreferencePair> pairs) => [.. pairs.GroupBy(PairSplit.Source).Select(group =>
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int Place(string text) => places.TryGetValue(text, out var place) ? place : places[text] = places.Count;
        var compared = group.Select(p => (Place(p.Chosen), Place(p.Rejected), p.Agreement)).ToList();
        return new ComparedAnswers(group.First().Prompt, [.. places.Keys], compared);
    })];

    /// <summary>
    /// True where there is something to choose from: a prompt with at least three answers that are more than rewrites of one rejected
    /// answer, as rewrites were never compared with one another.
    /// </summary>
    public bool OffersChoice => Prompt.Length > 0 && Texts.Count >= LeastAnswers && Pairs.Select(p => p.Rejected).Distinct().Skip(1).Any();

    /// <summary>Share of its comparisons that each answer won, 0 to 1.</summary>
    public double[] Values()
    {
        var (won, compared) = (new double[Texts.Count], new int[Texts.Count]);
        foreach (var (chosen, rejected, agreement) in Pairs)
        {
            won[chosen] += agreement;
            won[rejected] += 1 - agreement;
            compared[chosen]++;
            compared[rejected]++;
        }

        return [.. won.Zip(compared, (w, c) => w / c)];
    }
}
