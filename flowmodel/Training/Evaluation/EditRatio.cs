namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// How much an editor changes: the Levenshtein distance of source and output in words (stretches between white space), summed over
/// the texts, per word of the sources. Rewriting everything gives about 1, and longer outputs more.
/// </summary>
public static class EditRatio
{
    /// <returns>Changed words per source word, at least 0; 0 when the sources have no words.</returns>
    public static double Of(IReadOnlyList<EvaluatedText> texts)
    {
        var (edits, words) = (0L, 0L);
        foreach (var text in texts)
        {
            var source = Words(text.Source);
            edits += Distance(source, Words(text.Output));
            words += source.Length;
        }

        return words == 0 ? 0 : (double)edits / words;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int Distance(string[] source, string[] target)
    {
        var costs = Enumerable.Range(0, target.Length + 1).ToArray(); // one row of the table, overwritten row by row
        for (var row = 1; row <= source.Length; row++)
        {
            var diagonal = costs[0];
            costs[0] = row;
            for (var column = 1; column <= target.Length; column++)
            {
                var pair = diagonal + (source[row - 1] == target[column - 1] ? 0 : 1);
                diagonal = costs[column];
                costs[column] = Math.Min(pair, Math.Min(costs[column], costs[column - 1]) + 1);
            }
        }

        return costs[^1];
    }
}
