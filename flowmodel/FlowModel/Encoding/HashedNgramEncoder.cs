namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>
/// Turns a text into the set of its hashed n-grams: words, word pairs and the character n-grams of each word, case folded.
/// Needs no download, and finds misspelt and unseen words by their parts.
/// </summary>
/// <param name="buckets">Size of the feature table, at least 2; bucket 0 is padding.</param>
public sealed class HashedNgramEncoder(int buckets) : ITextEncoder
{
    private const int ShortestGram = 3;
    private const int LongestGram = 5;

    /// <summary>Most features of one text; the rest is left out.</summary>
    public const int MaxFeatures = 4096;

    public int Rows { get; } = buckets;

    public int Measures => 0;

    /// <summary>The features of the text alone, each of weight 1.</summary>
    public TextFeatures Encode(string prompt, string text) => TextFeatures.Of(Encode(text), text.Length);

    /// <summary>The distinct features of a text in ascending order, each in 1 to <see cref="Rows"/> − 1.</summary>
    public int[] Encode(string text)
    {
        var features = new HashSet<int>();
        var previous = "<s>".AsSpan();
        var folded = text.ToLowerInvariant().AsSpan();
        foreach (var word in Words(text))
        {
            var span = folded[word];
            features.Add(Bucket('w', span));
            features.Add(Bucket('p', $"{previous} {span}"));
            AddCharacterGrams(features, span);
            previous = span;
        }

        features.Add(Bucket('p', $"{previous} </s>"));
        var result = features.Take(MaxFeatures).ToArray();
        Array.Sort(result);
        return result;
    }

    /// <summary>Runs of letters and digits (apostrophes and asterisks within them too), and single other characters.</summary>
    private static IEnumerable<Range> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            if (IsWord(text[start]))
            {
                while (end < text.Length && (IsWord(text[end]) || (text[end] is '\'' or '*' && end + 1 < text.Length && IsWord(text[end + 1]))))
                    end++;
            }

            yield return start..end;
            start = end;
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void AddCharacterGrams(HashSet<int> features, ReadOnlySpan<char> word)
    {
        if (word.Length is < ShortestGram or > 40)
            return;
        Span<char> marked = stackalloc char[word.Length + 2];
        marked[0] = '^';
        word.CopyTo(marked[1..]);
        marked[^1] = '$';
        for (var length = ShortestGram; length <= LongestGram; length++)
        {
            for (var start = 0; start + length <= marked.Length; start++)
                features.Add(Bucket('c', marked.Slice(start, length)));
        }
    }

    private int Bucket(char kind, ReadOnlySpan<char> gram) => FeatureHash.Bucket(Rows, kind, gram);
}
