using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Load_SavedTokenizer_EncodesAlike()
    {
        const string text = "the cat sat on the mat and the cat slept";
        var tokenizer = ByteBpeTokenizer.Train([text, text], 300);

        tokenizer.Save(_path);
        var loaded = ByteBpeTokenizer.Load(_path);

        Assert.Equal(tokenizer.VocabularySize, loaded.VocabularySize);
        Assert.Equal(tokenizer.Encode(text), loaded.Encode(text));
    }

    [Fact]
    public void Load_MissingFile_NamesIt()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ByteBpeTokenizer.Load(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "'root'")]
    [InlineData("""{"version":1}""", "'format'")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":2}""", "'version': expected 1, found 2")]
    [InlineData("""{"format":"preference-flow-byte-bpe"}""", "'version': expected 1, found nothing")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":1,"preTokenizer":"x"}""", "'preTokenizer'")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":1,"preTokenizer":"words-digits3-v1"}""", "'merges'")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":1,"preTokenizer":"words-digits3-v1","merges":[[4,5],[4,999]]}""", "'merges[1]'")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":1,"preTokenizer":"words-digits3-v1","merges":[[4,5],[4,5]]}""", "twice")]
    [InlineData("""{"format":"preference-flow-byte-bpe","version":1,"preTokenizer":"words-digits3-v1","merges":["ab"]}""", "'merges[0]'")]
    public void Load_BadFile_NamesFileAndField(string json, string expected)
    {
        File.WriteAllText(_path, json);

        var error = Assert.Throws<InvalidDataException>(() => ByteBpeTokenizer.Load(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
