using System.Runtime.InteropServices;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// A text as words, runs of white space and single marks (a tag in angle brackets is one mark), with ids that are equal for equal
/// pieces: what texts are compared by.
/// </summary>
public sealed class WordSequence
{
    private const int KindBits = 2;
    private const int LongestTag = 200;

    private WordSequence(int[] ids, int[] starts)
    {
        Ids = ids;
        Starts = starts;
    }

    /// <summary>For each piece its id, length N; it tells the kind of the piece too.</summary>
    public int[] Ids { get; }

    /// <summary>For each piece its first UTF-16 code unit, and the length of the text at the end: N + 1 values.</summary>
    public int[] Starts { get; }

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">The ids given so far; texts to be compared share one dictionary, empty to begin with.</param>
    /// <param name="cuts">Places in ascending order that no piece may cross, such as the boundaries of segments.</param>
    public static WordSequence Split(string text, Dictionary<string, int> ids, IEnumerable<int>? cuts = null)
    {
        var (pieces, starts) = (new List<int>(), new List<int>());
        var bySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var start = 0;
        foreach (var cut in (cuts ?? []).Append(text.Length))
        {
            while (start < cut)
            {
                var end = Math.Min(End(text, start), cut);
                ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(bySpan, text.AsSpan(start, end - start), out var known);
                if (!known)
                    id = (ids.Count << KindBits) | (int)KindAt(text, start);
                pieces.Add(id);
                starts.Add(start);
                start = end;
            }
        }

        starts.Add(text.Length);
        return new WordSequence([.. pieces], [.. starts]);
    }

    /// <summary>The kind of the piece with this id.</summary>
    internal static WordKind KindOf(int id) => (WordKind)(id & ((1 << KindBits) - 1));

    private static int End(string text, int start)
    {
        var kind = KindAt(text, start);
        var end = start + 1;
        if (kind == WordKind.Mark)
            return char.IsSurrogatePair(text, start) ? end + 1 : Math.Max(end, TagEnd(text, start));
        while (end < text.Length && (KindAt(text, end) == kind || IsApostropheInside(text, end, kind)))
            end++;
        return end;
    }

    private static int TagEnd(string text, int start)
    {
        if (text[start] != '<' || start + 1 == text.Length || !(char.IsAsciiLetter(text[start + 1]) || text[start + 1] == '/'))
            return 0;
        var rest = text.AsSpan(start + 1, Math.Min(LongestTag, text.Length - start - 1));
        return rest.IndexOfAny('<', '>') is >= 0 and var close && rest[close] == '>' ? start + 2 + close : 0;
    }

    private static bool IsApostropheInside(string text, int index, WordKind kind) =>
        kind == WordKind.Word && text[index] is '\'' or '’' && index + 1 < text.Length && char.IsLetter(text[index + 1]);

    private static WordKind KindAt(string text, int index) =>
        char.IsWhiteSpace(text[index]) ? WordKind.Space : char.IsLetterOrDigit(text[index]) ? WordKind.Word : WordKind.Mark;
}

/// <summary>Kind of a piece of text.</summary>
internal enum WordKind { Word, Space, Mark }
