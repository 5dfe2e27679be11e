using System.Runtime.InteropServices;
using System.Text;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// Corpus chrF (Popović 2015): F-score of character n-grams up to 6, white space left out, recall weighted β = 2 times as much as
/// precision; precision and recall are averaged over the n-gram orders of which both sides have any. Of several references the best
/// for its text counts. Agrees with sacreBLEU (<c>chrF2</c>, <c>nc:6</c>, <c>nw:0</c>), divided by 100.
/// </summary>
public static class Chrf
{
    private const int Longest = 6;
    private const double Beta = 2;

    /// <returns>chrF in [0, 1].</returns>
    public static double Of(IReadOnlyList<EvaluatedText> texts)
    {
        var total = new Counts();
        foreach (var text in texts)
        {
            var output = Characters(text.Output);
            var best = text.References.Select(reference => Compare(output, Characters(reference))).MaxBy(static counts => counts.Score())!;
            total.Add(best);
        }

        return total.Score();
    }

    private static Counts Compare(string output, string reference)
    {
        var counts = new Counts();
        for (var order = 1; order <= Longest; order++)
        {
            var (ours, theirs) = (Count(output, order), Count(reference, order));
            counts.Output[order - 1] = theirs.Count == 0 ? 0 : ours.Values.Sum(); // too short a reference judges no n-gram of this order
            counts.Reference[order - 1] = theirs.Values.Sum();
            counts.Common[order - 1] = ours.Sum(pair => Math.Min(pair.Value, theirs.GetValueOrDefault(pair.Key)));
        }

        return counts;
    }

    // Characters are code points. One beyond the first plane becomes a unit of the private use area, so that n-grams are substrings.
    private static string Characters(string text)
    {
        var characters = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune))
                characters.Append(rune.IsBmp ? (char)rune.Value : (char)(0xE000 + (rune.Value % 0x1900)));
        }

        return characters.ToString();
    }

    private static Dictionary<string, long> Count(string characters, int order)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i + order <= characters.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(bySpan, characters.AsSpan(i, order), out _)++;
        return counts;
    }

    private sealed class Counts
    {
        public long[] Output { get; } = new long[Longest];

        public long[] Reference { get; } = new long[Longest];

        public long[] Common { get; } = new long[Longest];

        public void Add(Counts other)
        {
            for (var i = 0; i < Longest; i++)
            {
                Output[i] += other.Output[i];
                Reference[i] += other.Reference[i];
                Common[i] += other.Common[i];
            }
        }

        public double Score()
        {
            var (precision, recall, orders) = (0.0, 0.0, 0);
            for (var i = 0; i < Longest; i++)
            {
                if (Output[i] == 0 || Reference[i] == 0)
                    continue;
                precision += (double)Common[i] / Output[i];
                recall += (double)Common[i] / Reference[i];
                orders++;
            }

            if (precision + recall == 0)
                return 0;
            const double weight = Beta * Beta;
            return (1 + weight) * precision * recall / ((weight * precision) + recall) / orders;
        }
    }
}
