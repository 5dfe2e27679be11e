using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>The Unigram language model (Kudo, 2018): of all ways to cut a text into known tokens the likeliest, by Viterbi's search.</summary>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>How much less likely than the least likely token an unknown character is, in nats.</summary>
    private const double UnknownPenalty = 10;

    private readonly Dictionary<long, int> _children = []; // (node, code unit) to node; 0 is the root
    private readonly List<int> _tokens = [-1];             // by node: the token that ends there, or -1
    private readonly double[] _scores;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly int[]? _bytes;
    private readonly int _unknown;
    private readonly double _unknownScore;

    private UnigramModel(IReadOnlyList<(string Token, double Score)> vocabulary, int unknown, bool byteFallback)
    {
        (_unknown, _scores) = (unknown, [.. vocabulary.Select(v => v.Score)]);
        _unknownScore = _scores.Min() - UnknownPenalty;
        foreach (var (id, (token, _)) in vocabulary.Index())
        {
            _ids[token] = id;
            Insert(token, id);
        }

        _bytes = byteFallback ? Vocabulary.Bytes(_ids) : null;
    }

    public int HighestId => _scores.Length - 1;

    public static UnigramModel Read(JsonField field)
    {
        var vocabulary = field["vocab"].Items().Select(item => item.Items().ToArray() is [var token, var score]
            ? (token.Text(), score.Number())
            : throw item.Bad("a token and its score were expected")).ToList();
        var unknown = field["unk_id"].Index();
        if (unknown >= vocabulary.Count)
            throw field["unk_id"].Bad($"the vocabulary has {vocabulary.Count} tokens");
        return new(vocabulary, unknown, field["byte_fallback"].Flag(whereMissing: false));
    }

    public void Tokenize(string piece, List<int> ids)
    {
        var best = new (double Score, int Start, int Id)[piece.Length + 1];
        for (var end = 1; end <= piece.Length; end++)
            best[end].Start = -1;
        for (int start = 0, width; start < piece.Length; start += width)
        {
            width = char.IsHighSurrogate(piece[start]) && start + 1 < piece.Length ? 2 : 1;
            var single = false;
            var node = 0;
            for (var end = start + 1; end <= piece.Length && _children.TryGetValue(Edge(node, piece[end - 1]), out node); end++)
            {
                if (_tokens[node] is var token and >= 0)
                {
                    Improve(best, start, end, token, _scores[token]);
                    single |= end - start == width;
                }
            }

            if (!single)
                Improve(best, start, start + width, _unknown, _unknownScore);
        }

        Follow(piece, best, ids);
    }

    private static void Improve((double Score, int Start, int Id)[] best, int start, int end, int id, double score)
    {
        var total = best[start].Score + score;
        if (best[end].Start < 0 || total > best[end].Score)
            best[end] = (total, start, id);
    }

    /// <summary>The way back from the end; unknown characters beside each other are one.</summary>
    private void Follow(string piece, (double Score, int Start, int Id)[] best, List<int> ids)
    {
        var cuts = new List<(int Start, int End)>();
        for (var end = piece.Length; end > 0;)
        {
            var (start, isUnknown) = (best[end].Start, best[end].Id == _unknown);
            while (isUnknown && start > 0 && best[start].Id == _unknown)
                start = best[start].Start;
            cuts.Add((start, end));
            end = start;
        }

        var texts = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = cuts.Count - 1; i >= 0; i--)
        {
            var text = piece.AsSpan(cuts[i].Start, cuts[i].End - cuts[i].Start);
            if (texts.TryGetValue(text, out var id))
                ids.Add(id);
            else if (_bytes is null || !Vocabulary.AddBytes(text, _bytes, ids))
                ids.Add(_unknown);
        }
    }

    private void Insert(string token, int id)
    {
        var node = 0;
        foreach (var unit in token)
        {
            if (!_children.TryGetValue(Edge(node, unit), out var next))
            {
                _children[Edge(node, unit)] = next = _tokens.Count;
                _tokens.Add(-1);
            }

            node = next;
        }

        if (node > 0)
            _tokens[node] = id;
    }

    private static long Edge(int node, char unit) => ((long)node << 16) | unit;
}
