using System.Text.Json;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>
/// The tokenizer of a pretrained encoder, read from its own file. It gives the ids that Hugging Face's <c>tokenizers</c> gives, or
/// refuses the file; only characters younger than that library's tables of Unicode may be cut otherwise. Immutable, hence safe from several
/// threads.
/// </summary>
/// <remarks>added tokens → normalizer → pre-tokenizer → model → truncation → special tokens</remarks>
internal sealed class SubwordTokenizer
{
    private readonly Normalizer _normalise;
    private readonly PreTokenizer _cut;
    private readonly ITokenModel _model;
    private readonly AddedTokenFinder _verbatim, _normalised;
    private readonly SpecialTokens _special;

    private SubwordTokenizer(Normalizer normalise, PreTokenizer cut, ITokenModel model, IReadOnlyList<AddedToken> added, SpecialTokens special)
    {
        (_normalise, _cut, _model, _special) = (normalise, cut, model, special);
        _verbatim = new(added.Where(token => !token.Normalised), text => text);
        _normalised = new(added.Where(token => token.Normalised), normalise);
        HighestId = added.Select(token => token.Id).Append(model.HighestId).Max();
    }

    /// <summary>The highest id that it gives.</summary>
    public int HighestId { get; }

    /// <summary>Reads a <c>tokenizer.json</c>. Its own truncation and padding do not count: the caller says how many tokens he wants.</summary>
    /// <param name="name">Names the file in messages.</param>
    /// <param name="json">Its bytes.</param>
    /// <exception cref="InvalidDataException">It is no such file, or asks for what is not supported; the message names file and field.</exception>
    public static SubwordTokenizer OfJson(string name, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = new JsonField(name, document.RootElement);
            if (!root.IsObject || root["model"].IsMissing)
                throw root.Bad("an object with a model was expected");
            return new(
                Normalizers.Read(root["normalizer"]), PreTokenizers.Read(root["pre_tokenizer"]), Model(root["model"]),
                root["added_tokens"].IsMissing ? [] : [.. root["added_tokens"].Items().Select(AddedToken.Read)],
                SpecialTokens.Read(root["post_processor"]));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{name}: is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the <c>vocab.txt</c> of a BERT: WordPiece with BERT's basic tokenization.</summary>
    /// <param name="name">Names the file in messages.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="lowerCase">Fold case and leave out accents.</param>
    /// <exception cref="InvalidDataException">A token is missing that every such file has; the message names file and token.</exception>
    public static SubwordTokenizer OfVocabulary(string name, byte[] text, bool lowerCase)
    {
        var vocabulary = Vocabulary.OfLines(name, System.Text.Encoding.UTF8.GetString(text));
        int Id(string token) => Vocabulary.Id(vocabulary, new(name, default), token);
        var special = SpecialTokens.Around(Id("[CLS]"), Id("[SEP]"));
        string[] added = ["[PAD]", WordPieceModel.Unknown, "[CLS]", "[SEP]", "[MASK]"];
        return new(
            new BertText(Clean: true, Ideographs: true, StripAccents: lowerCase, Lower: lowerCase).Normalise, BertText.Split,
            new WordPieceModel(vocabulary, Id(WordPieceModel.Unknown), WordPieceModel.Prefix, WordPieceModel.LongestWord),
            [.. added.Where(vocabulary.ContainsKey).Select(token => new AddedToken(token, Id(token), false, false, false, false))], special);
    }

    /// <summary>The tokens of a text among its special tokens.</summary>
    /// <param name="text">Any text; half of a surrogate pair counts as U+FFFD.</param>
    /// <param name="most">Most tokens, those special ones among them.</param>
    /// <param name="kept">Which end of a text is kept that has more.</param>
    public TokenSequence Encode(string text, int most, KeptEnd kept)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, _special.Count + 1);
        var ids = Tokens(text);
        var room = most - _special.Count;
        if (ids.Count > room)
            ids = kept == KeptEnd.Beginning ? ids[..room] : ids[^room..];
        (int Id, int Type)[] all = [.. _special.Before, .. ids.Select(id => (id, _special.Type)), .. _special.After];
        return new([.. all.Select(token => (long)token.Id)], [.. all.Select(token => (long)token.Type)]);
    }

    private List<int> Tokens(string text)
    {
        var ids = new List<int>();
        foreach (var (verbatim, found) in _verbatim.Split(new(WellFormed(text), AtStart: true)))
        {
            if (found is { } id)
            {
                ids.Add(id);
                continue;
            }

            foreach (var (piece, normalised) in _normalised.Split(verbatim with { Text = _normalise(verbatim.Text) }))
            {
                if (normalised is { } other)
                    ids.Add(other);
                else
                    AddModelTokens(piece, ids);
            }
        }

        return ids;
    }

    private void AddModelTokens(Piece piece, List<int> ids)
    {
        foreach (var part in _cut(piece))
        {
            if (part.Text.Length > 0)
                _model.Tokenize(part.Text, ids);
        }
    }

    private static string WellFormed(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text;

    private static ITokenModel Model(JsonField field) => field["type"].Text(whereMissing: field["merges"].IsMissing ? "WordPiece" : "BPE") switch
    {
        "WordPiece" => WordPieceModel.Read(field),
        "BPE" => BytePairModel.Read(field),
        "Unigram" => UnigramModel.Read(field),
        _ => throw field["type"].Unsupported("BPE, Unigram and WordPiece"),
    };
}
