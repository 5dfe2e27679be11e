namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>How much of a text is still there: the Dice coefficient of the two texts' character trigrams, case folded, 0 to 1.</summary>
public static class Similarity
{
    public static double Of(string original, string edited)
    {
        if (string.Equals(original, edited, StringComparison.Ordinal))
            return 1;
        var (left, right) = (Trigrams(original), Trigrams(edited));
        var common = left.Sum(gram => Math.Min(gram.Value, right.GetValueOrDefault(gram.Key)));
        var total = left.Values.Sum() + right.Values.Sum();
        return total == 0 ? 0 : 2.0 * common / total;
    }

    private static Dictionary<(char, char, char), int> Trigrams(string text)
    {
        var padded = $"  {text.ToLowerInvariant()}  ";
        var counts = new Dictionary<(char, char, char), int>();
        for (var i = 0; i + 2 < padded.Length; i++)
        {
            var gram = (padded[i], padded[i + 1], padded[i + 2]);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }
}
