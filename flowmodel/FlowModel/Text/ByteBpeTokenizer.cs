using System.Collections.Concurrent;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Byte-level byte-pair encoding: every .NET string becomes tokens and comes back exactly, lone surrogates included. Ids: four
/// special tokens, then the 256 bytes, then the merges in the order they were learnt. Safe to use from several threads.
/// </summary>
public sealed class ByteBpeTokenizer
{
    /// <summary>Fills a batch up to its longest row.</summary>
    public const int Pad = 0;

    /// <summary>Stands before a sequence, so that an insertion at its front has a place.</summary>
    public const int Bos = 1;

    /// <summary>Stands between the prompt and the answer.</summary>
    public const int Sep = 2;

    /// <summary>Kept for later use; <see cref="Encode"/> never gives it.</summary>
    public const int Reserved = 3;

    /// <summary>Ids below this are special.</summary>
    public const int SpecialTokens = 4;

    internal const int FirstByte = SpecialTokens;
    internal const int FirstMerge = FirstByte + 256;

    /// <summary>Pieces remembered; past it new ones are encoded each time. Text rarely has more frequent words.</summary>
    private const int CachedPieces = 65_536;

    private readonly List<BpeMerge> _merges;
    private readonly BpeCoder _coder;
    private readonly byte[][] _bytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cacheBySpan;
    private int _cached; // Count of a concurrent dictionary takes all its locks

    private ByteBpeTokenizer(List<BpeMerge> merges)
    {
        _merges = merges;
        _coder = new BpeCoder(merges);
        _cacheBySpan = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
        _bytes = new byte[FirstMerge + merges.Count][];
        for (var id = 0; id < _bytes.Length; id++)
        {
            _bytes[id] = id < FirstByte ? []
                : id < FirstMerge ? [(byte)(id - FirstByte)]
                : [.. _bytes[merges[id - FirstMerge].Left], .. _bytes[merges[id - FirstMerge].Right]];
        }
    }

    /// <summary>Number of token ids: 260 and one for each merge.</summary>
    public int VocabularySize => _bytes.Length;

    /// <summary>Learns a vocabulary. The same texts, in any order, give the same tokenizer.</summary>
    /// <param name="texts">The texts to learn from; read once.</param>
    /// <param name="vocabularySize">Most token ids, at least 260; there are fewer when no pair of tokens is left that occurs twice.</param>
    public static ByteBpeTokenizer Train(IEnumerable<string> texts, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, FirstMerge);
        return new ByteBpeTokenizer(BpeTrainer.Learn(texts, vocabularySize - FirstMerge));
    }

    /// <summary>Reads a tokenizer that <see cref="Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a tokenizer of this version; the message names file and field.</exception>
    public static ByteBpeTokenizer Load(string path) => new(TokenizerFile.Read(path));

    /// <summary>Writes the tokenizer as JSON.</summary>
    public void Save(string path) => TokenizerFile.Write(path, _merges);

    /// <summary>Token ids of the text, without special tokens.</summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>((text.Length / 3) + 1);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = PreTokenizer.End(text, start);
            ids.AddRange(EncodePiece(text.AsSpan(start, end - start)));
        }

        return [.. ids];
    }

    /// <summary>Token ids of the text word by word (a word with its leading space, a number, a mark, a run of white space).</summary>
    public IReadOnlyList<int[]> EncodeWords(string text)
    {
        var words = new List<int[]>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = PreTokenizer.End(text, start);
            words.Add(EncodePiece(text.AsSpan(start, end - start)));
        }

        return words;
    }

    /// <summary>Token ids of the text, as <see cref="Encode"/> gives them, with the place of each in the text.</summary>
    public TokenizedText EncodeWithSpans(string text)
    {
        var ids = Encode(text);
        var spans = new TextSpan[ids.Length];
        var unit = 0;       // code units before the current character
        var (units, left) = (0, 0); // width of the current character, and how many of its bytes are not taken yet
        for (var i = 0; i < ids.Length; i++)
        {
            var bytes = _bytes[ids[i]].Length;
            var start = unit;
            while (bytes > 0)
            {
                if (left == 0)
                    (units, left) = Wtf8.Measure(text.AsSpan(unit));
                var taken = Math.Min(bytes, left);
                bytes -= taken;
                left -= taken;
                if (left == 0)
                    unit += units;
            }

            spans[i] = new TextSpan(start, unit + (left > 0 ? units : 0) - start);
        }

        return new TokenizedText { Ids = ids, Spans = spans };
    }

    /// <summary>The text of the tokens. Special tokens give nothing; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, <see cref="VocabularySize"/>).</exception>
    public string Decode(ReadOnlySpan<int> ids) => Wtf8.Decode(DecodeBytes(ids));

    /// <summary>The bytes of the tokens: UTF-8, except that a lone surrogate is three bytes (WTF-8). Special tokens give none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in [0, <see cref="VocabularySize"/>).</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids)
    {
        var length = 0;
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_bytes.Length)
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"Token ids lie in [0, {_bytes.Length}).");
            length += _bytes[id].Length;
        }

        var bytes = new byte[length];
        var written = 0;
        foreach (var id in ids)
        {
            _bytes[id].CopyTo(bytes, written);
            written += _bytes[id].Length;
        }

        return bytes;
    }

    private int[] EncodePiece(ReadOnlySpan<char> piece)
    {
        if (_cacheBySpan.TryGetValue(piece, out var known))
            return known;
        var ids = _coder.Encode(piece);
        if (Volatile.Read(ref _cached) < CachedPieces && _cacheBySpan.TryAdd(piece, ids))
            Interlocked.Increment(ref _cached);
        return ids;
    }
}
