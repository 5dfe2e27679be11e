using System.Runtime.InteropServices;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Learns byte-pair merges (Sennrich et al. 2016): the most frequent neighbouring pair becomes a token, again and again. Works on
/// the distinct pieces of the text with their counts and keeps the pair counts up to date, so that a merge costs only the pieces
/// that hold it. The result depends on the counts alone: ties go to the pair of lowest ids.
/// </summary>
internal sealed class BpeTrainer
{
    /// <summary>A pair seen once teaches nothing about other texts.</summary>
    private const long LeastCount = 2;

    private readonly int[][] _words;
    private readonly int[] _lengths;
    private readonly long[] _frequencies;
    private readonly Dictionary<BpeMerge, long> _counts = [];
    private readonly Dictionary<BpeMerge, List<int>> _holders = [];
    private readonly PriorityQueue<BpeMerge, (long Count, BpeMerge Pair)> _queue = new(Comparer<(long Count, BpeMerge Pair)>.Create(
        static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Pair.CompareTo(b.Pair)));

    private BpeTrainer(Dictionary<string, long> pieces)
    {
        _words = new int[pieces.Count][];
        _lengths = new int[pieces.Count];
        _frequencies = new long[pieces.Count];
        var index = 0;
        foreach (var (piece, frequency) in pieces)
        {
            var bytes = new byte[piece.Length * Wtf8.MostBytesPerUnit];
            var length = Wtf8.Encode(piece, bytes);
            _words[index] = Array.ConvertAll(bytes[..length], static b => ByteBpeTokenizer.FirstByte + b);
            _lengths[index] = length;
            _frequencies[index++] = frequency;
        }
    }

    /// <summary>Learns at most <paramref name="most"/> merges, fewer where no pair occurs twice.</summary>
    /// <returns>The merges in order; the i-th makes the token with id <see cref="ByteBpeTokenizer.FirstMerge"/> + i.</returns>
    public static List<BpeMerge> Learn(IEnumerable<string> texts, int most) => new BpeTrainer(CountPieces(texts)).Learn(most);

    private static Dictionary<string, long> CountPieces(IEnumerable<string> texts)
    {
        var pieces = new Dictionary<string, long>(StringComparer.Ordinal);
        var bySpan = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            for (int start = 0, end; start < text.Length; start = end)
            {
                end = PreTokenizer.End(text, start);
                CollectionsMarshal.GetValueRefOrAddDefault(bySpan, text.AsSpan(start, end - start), out _)++;
            }
        }

        return pieces;
    }

    private List<BpeMerge> Learn(int most)
    {
        for (var word = 0; word < _words.Length; word++)
            AddPairs(word, +1, onlyWith: null);
        foreach (var (pair, count) in _counts)
            _queue.Enqueue(pair, (count, pair));

        var merges = new List<BpeMerge>();
        while (merges.Count < most && TakeBest() is { } best)
        {
            Apply(best, ByteBpeTokenizer.FirstMerge + merges.Count);
            merges.Add(best);
        }

        return merges;
    }

    // Counts of waiting pairs only fall (a new token makes new pairs), so an entry that is out of date is put back lower.
    private BpeMerge? TakeBest()
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _counts.GetValueOrDefault(pair);
            if (count < LeastCount)
                continue;
            if (count == priority.Count)
                return pair;
            _queue.Enqueue(pair, (count, pair));
        }

        return null;
    }

    private void Apply(BpeMerge merge, int id)
    {
        var made = new HashSet<BpeMerge>();
        foreach (var word in _holders[merge])
        {
            if (!Holds(word, merge))
                continue; // listed twice, or an earlier merge took one of its tokens
            AddPairs(word, -1, onlyWith: null);
            Rewrite(word, merge, id);
            AddPairs(word, +1, onlyWith: id, made);
        }

        _counts.Remove(merge);
        _holders.Remove(merge);
        foreach (var pair in made)
            _queue.Enqueue(pair, (_counts[pair], pair));
    }

    // onlyWith: list the word as a holder only of pairs with that token; of the others it already is one.
    private void AddPairs(int word, int sign, int? onlyWith, HashSet<BpeMerge>? made = null)
    {
        var tokens = _words[word].AsSpan(0, _lengths[word]);
        for (var i = 1; i < tokens.Length; i++)
        {
            var pair = new BpeMerge(tokens[i - 1], tokens[i]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * _frequencies[word];
            if (sign < 0 || (onlyWith is { } id && pair.Left != id && pair.Right != id))
                continue;
            (CollectionsMarshal.GetValueRefOrAddDefault(_holders, pair, out _) ??= []).Add(word);
            made?.Add(pair);
        }
    }

    private bool Holds(int word, BpeMerge merge)
    {
        var tokens = _words[word].AsSpan(0, _lengths[word]);
        return tokens.IndexOf([merge.Left, merge.Right]) >= 0;
    }

    private void Rewrite(int word, BpeMerge merge, int id) =>
        _lengths[word] = BpeCoder.MergeAll(_words[word].AsSpan(0, _lengths[word]), merge, id);
}
