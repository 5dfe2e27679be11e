using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>WordPiece (Wu et al., 2016): the longest known prefix, then the longest known continuation, and so on.</summary>
/// <param name="vocabulary">Tokens to ids.</param>
/// <param name="unknown">Id of a word that has no such pieces.</param>
/// <param name="prefix">Marks a continuation.</param>
/// <param name="longestWord">Characters above which a word counts as unknown.</param>
internal sealed class WordPieceModel(Dictionary<string, int> vocabulary, int unknown, string prefix, int longestWord) : ITokenModel
{
    public const string Unknown = "[UNK]", Prefix = "##";

    public const int LongestWord = 100;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();

    public int HighestId { get; } = vocabulary.Values.Max();

    public static WordPieceModel Read(JsonField field)
    {
        var vocabulary = Vocabulary.Read(field["vocab"]);
        var unknown = field["unk_token"].Text(whereMissing: Unknown);
        return new(
            vocabulary, Vocabulary.Id(vocabulary, field["unk_token"], unknown), field["continuing_subword_prefix"].Text(whereMissing: Prefix),
            field["max_input_chars_per_word"].IsMissing ? LongestWord : field["max_input_chars_per_word"].Index());
    }

    public void Tokenize(string piece, List<int> ids)
    {
        var first = ids.Count;
        if (piece.EnumerateRunes().Count() > longestWord)
        {
            ids.Add(unknown);
            return;
        }

        var marked = prefix + piece; // a continuation from i on is the prefix and what follows i, moved up against each other
        var buffer = marked.ToCharArray();
        for (int start = 0, end; start < piece.Length; start = end)
        {
            ReadOnlySpan<char> rest = piece.AsSpan(start);
            if (start > 0)
            {
                rest.CopyTo(buffer.AsSpan(prefix.Length));
                rest = buffer.AsSpan(0, prefix.Length + rest.Length);
            }

            var lead = start > 0 ? prefix.Length : 0;
            var length = rest.Length;
            var id = unknown;
            while (length > lead && !_ids.TryGetValue(rest[..length], out id))
                length -= length > lead + 1 && char.IsLowSurrogate(rest[length - 1]) ? 2 : 1;
            if (length <= lead)
            {
                ids.RemoveRange(first, ids.Count - first);
                ids.Add(unknown);
                return;
            }

            ids.Add(id);
            end = start + length - lead;
        }
    }
}
