using System.Runtime.InteropServices;

namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>
/// The hashed n-grams of an answer, case kept: words, word pairs, the character n-grams of each word, n-grams of the layout's
/// skeleton, first and last words, and what lines begin with.
/// </summary>
internal static class AnswerGrams
{
    private const int ShortestGram = 3, LongestGram = 5;
    private const int LongestSkeleton = 6;
    private const int LongestWord = 40;
    private const int EndWords = 4;

    /// <summary>Most pieces of a text that are read; the rest is left out.</summary>
    public const int MaxPieces = 4096;

    /// <summary>How often each bucket occurs.</summary>
    public static Dictionary<int, int> Count(string text, AnswerWords words, int buckets)
    {
        var counts = new Dictionary<int, int>();
        void Add(char kind, ReadOnlySpan<char> name) =>
            CollectionsMarshal.GetValueRefOrAddDefault(counts, FeatureHash.Bucket(buckets, kind, name), out _)++;

        ReadOnlySpan<char> Piece(int piece) => words.IsBreak(piece) ? words.Shapes.AsSpan(piece, 1) : text.AsSpan()[words.Ranges[piece]];
        Span<char> marked = stackalloc char[LongestWord + 2];
        var pieces = Math.Min(words.Ranges.Count, MaxPieces);
        for (var i = 0; i < pieces; i++)
        {
            var piece = Piece(i);
            Add('w', piece);
            Add('p', $"{(i == 0 ? "<s>" : Piece(i - 1))} {piece}");
            if (!words.IsBreak(i) && (i == 0 || words.IsBreak(i - 1)))
            {
                Add('m', piece);
                Add('l', words.Shapes.AsSpan(i, Math.Min(3, words.Shapes.Length - i)));
            }

            if (piece.Length is < ShortestGram or > LongestWord || !words.IsWord(i))
                continue;
            marked[0] = '^';
            piece.CopyTo(marked[1..]);
            marked[piece.Length + 1] = '$';
            for (var length = ShortestGram; length <= LongestGram; length++)
            {
                for (var start = 0; start + length <= piece.Length + 2; start++)
                    Add('c', marked.Slice(start, length));
            }
        }

        var skeleton = words.Skeleton();
        skeleton = skeleton[..Math.Min(skeleton.Length, MaxPieces)];
        for (var length = ShortestGram; length <= LongestSkeleton; length++)
        {
            for (var start = 0; start + length <= skeleton.Length; start++)
                Add('s', skeleton.AsSpan(start, length));
        }

        for (var count = 1; count <= Math.Min(EndWords, words.Ranges.Count); count++)
        {
            Add('o', text.AsSpan()[words.Ranges[0].Start..words.Ranges[count - 1].End]);
            Add('e', text.AsSpan()[words.Ranges[^count].Start..words.Ranges[^1].End]);
        }

        return counts;
    }
}
