using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>The answers of one source, each once, and the pairs between them.</summary>
/// <param name="Prompt">Their prompt; empty where the data has none.</param>
/// <param name="Texts">The answers, in the order of the pairs.</param>
/// <param name="Pairs">Places of the chosen and the rejected answer, and the share of the judgements that preferred the chosen one.</param>
internal sealed record ComparedAnswers(
    string Prompt, IReadOnlyList<string> Texts, IReadOnlyList<(int Chosen, int Rejected, double Agreement)> Pairs)
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
    /// True where there is something to choose from: a prompt with at least three answers, all of them linked by comparisons, that are
    /// more than rewrites of one rejected answer. What was won against others than one's rivals says nothing of the rivals.
    /// </summary>
    public bool OffersChoice =>
        Prompt.Length > 0 && Texts.Count >= LeastAnswers && Pairs.Select(p => p.Rejected).Distinct().Skip(1).Any() && AreLinked();

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

    private bool AreLinked()
    {
        var group = Enumerable.Range(0, Texts.Count).ToArray();
        int Root(int place) => group[place] == place ? place : group[place] = Root(group[place]);
        foreach (var (chosen, rejected, _) in Pairs)
            group[Root(chosen)] = Root(rejected);
        return Enumerable.Range(0, Texts.Count).All(place => Root(place) == Root(0));
    }
}
