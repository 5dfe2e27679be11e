using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Cuts a text into the pieces that tokens never cross.</summary>
internal delegate IEnumerable<Piece> PreTokenizer(Piece piece);

/// <summary>The pre-tokenizers of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizers
{
    private const string Known =
        "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace and WhitespaceSplit";

    private static readonly TokenPattern s_bytes =
        TokenPattern.Expression(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    /// <exception cref="InvalidDataException">The file asks for one that is not supported; the message names it.</exception>
    public static PreTokenizer Read(JsonField field)
    {
        if (field.IsMissing)
            return piece => [piece];
        switch (field["type"].Text())
        {
            case "BertPreTokenizer":
                return BertText.Split;
            case "ByteLevel":
                return ByteLevel(field["add_prefix_space"].Flag(whereMissing: true), field["use_regex"].Flag(whereMissing: true));
            case "CharDelimiterSplit":
                var delimiter = field["delimiter"].Text();
                return piece => piece.Split(rune => rune.ToString() == delimiter, SplitBehaviour.Removed);
            case "Digits":
                var digits = field["individual_digits"].Flag(whereMissing: false) ? SplitBehaviour.Isolated : SplitBehaviour.Contiguous;
                return piece => piece.Split(Rune.IsNumber, digits);
            case "Metaspace":
                return Metaspace.Read(field).Split;
            case "Punctuation":
                var marks = Behaviour(field["behavior"], "Isolated");
                return piece => piece.Split(Characters.IsPunctuation, marks);
            case "Sequence":
                PreTokenizer[] steps = [.. field["pretokenizers"].Items().Select(Read)];
                return piece => steps.Aggregate((IEnumerable<Piece>)[piece], (pieces, step) => pieces.SelectMany(p => step(p)));
            case "Split":
                var (pattern, behaviour) = (TokenPattern.Read(field["pattern"]), Behaviour(field["behavior"], ""));
                var invert = field["invert"].Flag(whereMissing: false);
                return piece => piece.Split(pattern.Matches(piece.Text), behaviour, invert);
            case "Whitespace":
                return Words;
            case "WhitespaceSplit":
                return piece => piece.Split(Rune.IsWhiteSpace, SplitBehaviour.Removed);
            default:
                throw field["type"].Unsupported(Known);
        }
    }

    private static PreTokenizer ByteLevel(bool addBlank, bool cut) => piece =>
    {
        if (addBlank && !piece.Text.StartsWith(' '))
            piece = piece with { Text = " " + piece.Text };
        var pieces = cut ? piece.Split(s_bytes.Matches(piece.Text), SplitBehaviour.Isolated) : [piece];
        return pieces.Select(p => p with { Text = ByteAlphabet.Of(p.Text) });
    };

    private static IEnumerable<Piece> Words(Piece piece) => piece.Split(Rune.IsWhiteSpace, SplitBehaviour.Removed)
        .SelectMany(part => part.Split(Characters.IsWord, SplitBehaviour.Contiguous));

    private static SplitBehaviour Behaviour(JsonField field, string whereMissing) => field.Text(whereMissing) switch
    {
        "Removed" => SplitBehaviour.Removed,
        "Isolated" => SplitBehaviour.Isolated,
        "MergedWithPrevious" => SplitBehaviour.MergedWithPrevious,
        "MergedWithNext" => SplitBehaviour.MergedWithNext,
        "Contiguous" => SplitBehaviour.Contiguous,
        _ => throw field.Unsupported("Removed, Isolated, MergedWithPrevious, MergedWithNext and Contiguous"),
    };
}
