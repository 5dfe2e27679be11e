using System.Runtime.InteropServices;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// Corpus BLEU (Papineni et al. 2002): geometric mean of the clipped precisions of 1- to 4-grams over the whole corpus, times the
/// brevity penalty against the references closest in length (the shorter of two). Several references; no smoothing: without a
/// common 4-gram it is 0. Agrees with sacreBLEU (<c>tok:13a</c>, <c>smooth:none</c>, <c>case:mixed</c>), divided by 100.
/// </summary>
public static class Bleu
{
    private const int Longest = 4;

    /// <returns>BLEU in [0, 1].</returns>
    public static double Of(IReadOnlyList<EvaluatedText> texts)
    {
        var (matches, totals) = (new long[Longest], new long[Longest]);
        var (length, referenceLength) = (0L, 0L);
        foreach (var text in texts)
        {
            var output = BleuTokens.Of(text.Output);
            var references = text.References.Select(BleuTokens.Of).ToList();
            length += output.Length;
            referenceLength += references.Select(static r => r.Length).MinBy(n => (Math.Abs(n - output.Length), n));
            for (var order = 1; order <= Longest; order++)
            {
                totals[order - 1] += Math.Max(0, output.Length - order + 1);
                matches[order - 1] += Clipped(output, references, order);
            }
        }

        if (matches.Contains(0))
            return 0;
        var logPrecision = matches.Zip(totals, static (match, total) => Math.Log((double)match / total)).Average();
        return Math.Exp(logPrecision + Math.Min(0, 1 - ((double)referenceLength / length)));
    }

    // How many n-grams of the output stand in a reference, each at most as often as in the reference that has it most often.
    private static long Clipped(string[] output, List<string[]> references, int order)
    {
        var allowed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            foreach (var (ngram, count) in Count(reference, order))
                allowed[ngram] = Math.Max(allowed.GetValueOrDefault(ngram), count);
        }

        return Count(output, order).Sum(pair => (long)Math.Min(pair.Value, allowed.GetValueOrDefault(pair.Key)));
    }

    private static Dictionary<string, int> Count(string[] tokens, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + order <= tokens.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, string.Join(' ', tokens, i, order), out _)++;
        return counts;
    }
}
