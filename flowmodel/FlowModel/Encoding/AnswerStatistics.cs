namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>What an <see cref="AnswerEncoder"/> learnt of the training answers.</summary>
/// <param name="Kept">A bit a bucket, lowest first: whether it occurred in answers to enough prompts.</param>
/// <param name="Centre">Mean of each measure.</param>
/// <param name="Scale">Standard deviation of each measure, above 0.</param>
public sealed record AnswerStatistics(byte[] Kept, IReadOnlyList<float> Centre, IReadOnlyList<float> Scale)
{
    /// <param name="answers">Answers by prompt.</param>
    /// <param name="buckets">Buckets that features are hashed to.</param>
    /// <param name="minPrompts">Prompts whose answers must have a feature: what few have is a matter of subject, not of quality.</param>
    public static AnswerStatistics Fit(IEnumerable<IGrouping<string, string>> answers, int buckets, int minPrompts)
    {
        var prompts = new int[buckets];
        var (sum, squares, count) = (new double[TextMeasures.Count], new double[TextMeasures.Count], 0);
        foreach (var answersOfOne in answers)
        {
            var seen = new HashSet<int>();
            foreach (var answer in answersOfOne)
            {
                var words = AnswerWords.Of(answer);
                seen.UnionWith(AnswerGrams.Count(answer, words, buckets).Keys);
                foreach (var (i, measure) in TextMeasures.Of(answersOfOne.Key, answer, words).Index())
                    (sum[i], squares[i]) = (sum[i] + measure, squares[i] + (measure * measure));
                count++;
            }

            foreach (var bucket in seen)
                prompts[bucket]++;
        }

        var kept = new byte[(buckets + 7) / 8];
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            if (prompts[bucket] >= minPrompts)
                kept[bucket / 8] |= (byte)(1 << (bucket % 8));
        }

        var centre = sum.Select(s => s / Math.Max(1, count)).ToArray();
        return new(
            kept, [.. centre.Select(c => (float)c)],
            [.. squares.Select((s, i) => (float)Math.Sqrt(Math.Max(s / Math.Max(1, count) - (centre[i] * centre[i]), 1e-6)))]);
    }
}
