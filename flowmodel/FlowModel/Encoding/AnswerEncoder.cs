namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>
/// Reads a whole answer beside its prompt: hashed n-grams of wording and layout, case kept, of which only those are taken that
/// occur in answers to many prompts; and dense measures, among them how the answer takes up the prompt. Needs no download.
/// </summary>
public sealed class AnswerEncoder : ITextEncoder
{
    /// <summary>Norm of the weights of a text's features.</summary>
    private const double Norm = 3;

    private readonly AnswerStatistics _statistics;
    private readonly int _buckets;
    private readonly int[] _rows;

    public AnswerEncoder(int buckets, AnswerStatistics statistics)
    {
        (_buckets, _statistics, _rows) = (buckets, statistics, new int[buckets]);
        var rows = 1;
        for (var bucket = 1; bucket < buckets; bucket++)
        {
            if ((statistics.Kept[bucket / 8] & (1 << (bucket % 8))) != 0)
                _rows[bucket] = rows++;
        }

        Rows = rows;
    }

    public int Rows { get; }

    public int Measures => _statistics.Scale.Centre.Count;

    /// <summary>Weights grow with the logarithm of a feature's count, and have one norm whatever the length.</summary>
    public TextFeatures Encode(string prompt, string text)
    {
        var words = AnswerWords.Of(text);
        var counts = AnswerGrams.Count(text, words, _buckets).Where(c => _rows[c.Key] > 0)
            .Select(c => (Row: _rows[c.Key], Weight: 1 + Math.Log(c.Value))).OrderBy(c => c.Row).ToList();
        var norm = Norm / Math.Sqrt(Math.Max(1, counts.Sum(c => c.Weight * c.Weight)));
        return new(
            [.. counts.Select(c => c.Row)], [.. counts.Select(c => (float)(c.Weight * norm))],
            _statistics.Scale.Apply(TextMeasures.Of(prompt, text, words)), text.Length);
    }
}
