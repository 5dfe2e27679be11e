using PreferenceFlow.FlowModel.Encoding.Tokenizers;

namespace PreferenceFlow.FlowModel.Tests.Encoding.Tokenizers;

public sealed class TokenizerFaultTests
{
    private const string Model = """{"type":"WordPiece","vocab":{"[UNK]":0,"a":1}}""";

    [Theory]
    [InlineData("no json", "t.json: is not JSON")]
    [InlineData("[]", "t.json: an object with a model was expected.")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}}}""", "t.json.model.type: 'WordLevel' is not supported; BPE, Unigram and WordPiece are.")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":1}}}""", "t.json.model.unk_token: '[UNK]' is not in the vocabulary.")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"[UNK]":-1}}}""", "t.json.model.vocab.[UNK]: a whole number of at least 0 was expected.")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "t.json.model.merges[0]: 'b' is not in the vocabulary.")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["ab"]}}""", "t.json.model.merges[0]: two tokens were expected.")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[],"dropout":0.1}}""", "t.json.model.dropout: merges left out at random are not supported.")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":1}}""", "t.json.model.unk_id: the vocabulary has 1 tokens.")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]],"unk_id":0}}""", "t.json.model.vocab[0]: a token and its score were expected.")]
    public void OfJson_BadModel_SaysWhere(string json, string message) => AssertRefused(json, message);

    [Theory]
    [InlineData("normalizer", """{"type":"Mystery"}""", "t.json.normalizer.type: 'Mystery' is not supported; BertNormalizer, ByteLevel")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"*"}""", "t.json.normalizer.precompiled_charsmap: base64 was expected.")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAEAAA=="}""", "t.json.normalizer.precompiled_charsmap: it is cut")]
    [InlineData("normalizer", """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"X"}]}""", "t.json.normalizer.normalizers[1].type: 'X'")]
    [InlineData("pre_tokenizer", """{"type":"UnicodeScripts"}""", "t.json.pre_tokenizer.type: 'UnicodeScripts' is not supported; BertPreTokenizer")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"a++"},"behavior":"Isolated"}""", "t.json.pre_tokenizer.pattern.Regex: this regular expression is not supported")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":"a"},"behavior":"Odd"}""", "t.json.pre_tokenizer.behavior: 'Odd' is not supported")]
    [InlineData("post_processor", """{"type":"Y"}""", "t.json.post_processor.type: 'Y' is not supported; BertProcessing")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[],"special_tokens":{}}""", "t.json.post_processor.single: the text itself was expected among its parts.")]
    [InlineData("added_tokens", """[{"id":1}]""", "t.json.added_tokens[0].content: a string was expected.")]
    public void OfJson_BadPart_SaysWhere(string part, string json, string message) =>
        AssertRefused($"{{\"{part}\":{json},\"model\":{Model}}}", message);

    [Fact]
    public void OfVocabulary_WithoutItsTokens_SaysWhich()
    {
        Assert.StartsWith("v.txt: [UNK] was expected", Refused(() => SubwordTokenizer.OfVocabulary("v.txt", "a\nb"u8.ToArray(), true)), StringComparison.Ordinal);
        Assert.Equal("v.txt: '[CLS]' is not in the vocabulary.", Refused(() => SubwordTokenizer.OfVocabulary("v.txt", "[UNK]\n"u8.ToArray(), true)));
    }

    private static void AssertRefused(string json, string message) =>
        Assert.StartsWith(message, Refused(() => SubwordTokenizer.OfJson("t.json", System.Text.Encoding.UTF8.GetBytes(json))), StringComparison.Ordinal);

    private static string Refused(Action read) => Assert.Throws<InvalidDataException>(read).Message;
}
