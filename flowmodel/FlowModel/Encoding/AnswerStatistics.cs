namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>What an <see cref="AnswerEncoder"/> learnt of the training answers.</summary>
/// <param name="Kept">A bit a bucket, lowest first: whether it occurred in answers to enough prompts.</param>
/// <param name="Scale">Of its measures.</param>
public sealed record AnswerStatistics(byte[] Kept, MeasureScale Scale)
{
    /// <param name="answers">Answers by prompt.</param>
    /// <param name="buckets">Buckets that features are hashed to.</param>
    /// <param name="minPrompts">Prompts whose answers must have a feature: what few have is a matter of subject, not of quality.</param>
    public static AnswerStatistics Fit(IEnumerable<IGrouping<string, string>> answers, int buckets, int minPrompts)
    {
        var prompts = new int[buckets];
        var measures = new List<float[]>();
        foreach (var answersOfOne in answers)
        {
            var seen = new HashSet<int>();
            foreach (var answer in answersOfOne)
            {
                var words = AnswerWords.Of(answer);
                seen.UnionWith(AnswerGrams.Count(answer, words, buckets).Keys);
                measures.Add(TextMeasures.Of(answersOfOne.Key, answer, words));
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

        return new(kept, MeasureScale.Fit(TextMeasures.Count, measures));
    }
}
