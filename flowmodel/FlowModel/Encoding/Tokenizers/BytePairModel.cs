namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Byte pairs (Sennrich et al., 2016): characters are merged in the order that the merges were learnt.</summary>
internal sealed class BytePairModel : ITokenModel
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges = [];
    private readonly int[]? _bytes;
    private readonly int? _unknown;
    private readonly string _prefix;
    private readonly string _suffix;
    private readonly bool _fuseUnknown;
    private readonly bool _wholeFirst;

    private BytePairModel(JsonField field)
    {
        _ids = Vocabulary.Read(field["vocab"]);
        _unknown = field["unk_token"].OptionalText() is { } unknown ? Vocabulary.Id(_ids, field["unk_token"], unknown) : null;
        (_prefix, _suffix) = (field["continuing_subword_prefix"].Text(whereMissing: ""), field["end_of_word_suffix"].Text(whereMissing: ""));
        _fuseUnknown = field["fuse_unk"].Flag(whereMissing: false);
        _wholeFirst = field["ignore_merges"].Flag(whereMissing: false);
        _bytes = field["byte_fallback"].Flag(whereMissing: false) ? Vocabulary.Bytes(_ids) : null;
        if (!field["dropout"].IsMissing && field["dropout"].Number() > 0)
            throw field["dropout"].Bad("merges left out at random are not supported");
        foreach (var (rank, merge) in field["merges"].Items().Index())
        {
            var (left, right) = Parts(merge);
            _merges[(Vocabulary.Id(_ids, merge, left), Vocabulary.Id(_ids, merge, right))] =
                (rank, Vocabulary.Id(_ids, merge, left + right[_prefix.Length..]));
        }
    }

    public int HighestId => _ids.Values.DefaultIfEmpty().Max();

    public static BytePairModel Read(JsonField field) => new(field);

    public void Tokenize(string piece, List<int> ids)
    {
        if (_wholeFirst && _ids.TryGetValue(piece, out var whole))
            ids.Add(whole);
        else
            ids.AddRange(Merged(Characters(piece)));
    }

    /// <summary>Newer files hold both parts, older ones a text with a blank between them.</summary>
    private (string Left, string Right) Parts(JsonField merge)
    {
        string[] parts = merge.Value.ValueKind == System.Text.Json.JsonValueKind.String
            ? merge.Text().Split(' ')
            : [.. merge.Items().Select(part => part.Text())];
        return parts is [var left, var right] && right.StartsWith(_prefix, StringComparison.Ordinal)
            ? (left, right)
            : throw merge.Bad("two tokens were expected");
    }

    private List<int> Characters(string piece)
    {
        var ids = new List<int>(piece.Length);
        int? pending = null; // an unknown token that may take in the next one
        var at = 0;
        foreach (var rune in piece.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            var text = $"{(at > 0 ? _prefix : "")}{rune}{(next == piece.Length ? _suffix : "")}";
            at = next;
            if (_ids.TryGetValue(text, out var id))
            {
                if (pending is { } before)
                    ids.Add(before);
                pending = null;
                ids.Add(id);
            }
            else if (_unknown is { } unknown && (_bytes is null || !Vocabulary.AddBytes(text, _bytes, ids)))
            {
                if (pending is { } before && !_fuseUnknown)
                    ids.Add(before);
                pending = unknown;
            }
            else if (_unknown is null && _bytes is not null)
            {
                Vocabulary.AddBytes(text, _bytes, ids);
            }
        }

        if (pending is { } last)
            ids.Add(last);
        return ids;
    }

    /// <summary>Merges the earliest learnt pair again and again, of equals the leftmost, by a queue over a linked list.</summary>
    private List<int> Merged(List<int> ids)
    {
        var next = Enumerable.Range(1, ids.Count).ToArray();
        var previous = Enumerable.Range(-1, ids.Count).ToArray();
        var queue = new PriorityQueue<(int At, int Left, int Right), (int Rank, int At)>();
        void Offer(int at)
        {
            if (at >= 0 && next[at] < ids.Count && _merges.TryGetValue((ids[at], ids[next[at]]), out var merge))
                queue.Enqueue((at, ids[at], ids[next[at]]), (merge.Rank, at));
        }

        for (var i = 0; i < ids.Count; i++)
            Offer(i);
        while (queue.TryDequeue(out var pair, out _))
        {
            var (at, right) = (pair.At, next[pair.At]);
            if (right >= ids.Count || ids[at] != pair.Left || ids[right] != pair.Right)
                continue; // one of the two has been merged since
            ids[at] = _merges[(pair.Left, pair.Right)].Id;
            ids[right] = -1;
            next[at] = next[right];
            if (next[at] < ids.Count)
                previous[next[at]] = at;
            Offer(previous[at]);
            Offer(at);
        }

        ids.RemoveAll(id => id < 0);
        return ids;
    }
}
