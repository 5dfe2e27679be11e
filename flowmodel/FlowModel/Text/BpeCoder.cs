namespace PreferenceFlow.FlowModel.Text;

/// <summary>Applies learnt merges to the bytes of one piece. Immutable, hence safe from several threads.</summary>
internal sealed class BpeCoder
{
    private readonly Dictionary<BpeMerge, int> _ids;

    /// <param name="merges">The merges in the order they were learnt.</param>
    public BpeCoder(IReadOnlyList<BpeMerge> merges)
    {
        _ids = new Dictionary<BpeMerge, int>(merges.Count);
        for (var i = 0; i < merges.Count; i++)
            _ids.TryAdd(merges[i], ByteBpeTokenizer.FirstMerge + i);
    }

    /// <summary>Token ids of one piece, whose length <see cref="PreTokenizer"/> bounds.</summary>
    public int[] Encode(ReadOnlySpan<char> piece)
    {
        var bytes = new byte[piece.Length * Wtf8.MostBytesPerUnit];
        var length = Wtf8.Encode(piece, bytes);
        var tokens = new int[length];
        for (var i = 0; i < length; i++)
            tokens[i] = ByteBpeTokenizer.FirstByte + bytes[i];

        while (length > 1 && Earliest(tokens.AsSpan(0, length)) is { } best)
            length = MergeAll(tokens.AsSpan(0, length), best.Merge, best.Id);
        return tokens[..length];
    }

    /// <summary>Replaces each occurrence of the pair, from the left, in place.</summary>
    /// <returns>The new length.</returns>
    public static int MergeAll(Span<int> tokens, BpeMerge merge, int id)
    {
        var length = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var isPair = tokens[i] == merge.Left && i + 1 < tokens.Length && tokens[i + 1] == merge.Right;
            tokens[length++] = isPair ? id : tokens[i];
            if (isPair)
                i++;
        }

        return length;
    }

    private (BpeMerge Merge, int Id)? Earliest(ReadOnlySpan<int> tokens)
    {
        (BpeMerge Merge, int Id)? best = null;
        for (var i = 1; i < tokens.Length; i++)
        {
            var pair = new BpeMerge(tokens[i - 1], tokens[i]);
            if (_ids.TryGetValue(pair, out var id) && (best is null || id < best.Value.Id))
                best = (pair, id);
        }

        return best;
    }
}
