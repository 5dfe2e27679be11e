using System.Text.Json;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Tokenizers;

namespace PreferenceFlow.FlowModel.Tests.Encoding.Tokenizers;

/// <summary>Ids against those of Hugging Face's own library; <c>golden.js</c> wrote both files and ids.</summary>
public sealed class SubwordTokenizerTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Encoding/Tokenizers");
    private static readonly Golden s_golden = JsonSerializer.Deserialize<Golden>(
        File.ReadAllBytes(Path.Combine(s_folder, "golden.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Files => [.. s_golden.Types.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Encode_HardTexts_GivesTheLibrarysIds(string file)
    {
        var tokenizer = Open(file);

        Assert.Equal(32, s_golden.Texts.Count);
        foreach (var (text, expected) in s_golden.Texts.Zip(s_golden.Ids[file]))
            AssertIds(text, expected, tokenizer.Encode(text, 10_000, KeptEnd.Beginning).Ids);
        Assert.Equal(s_golden.Types[file], tokenizer.Encode("a", 10, KeptEnd.Beginning).Types);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Encode_TooLong_KeepsTheBeginningAmongItsSpecialTokens(string file) =>
        Assert.Equal(s_golden.Ids[$"{file}, 8 tokens"][0], Open(file).Encode(s_golden.Texts[4], 8, KeptEnd.Beginning).Ids);

    [Fact]
    public void Encode_TooLong_KeepsTheEndingWhereTold()
    {
        var whole = Open("bert.json").Encode("one two three four five", 100, KeptEnd.Beginning).Ids;

        var kept = Open("bert.json").Encode("one two three four five", 6, KeptEnd.Ending).Ids;

        Assert.Equal([whole[0], .. whole[^5..]], kept);
    }

    [Theory]
    [InlineData(true, "bert.json")]
    [InlineData(false, "bert-cased.json")]
    public void OfVocabulary_HardTexts_EqualsTheJsonOfTheSameVocabulary(bool lowerCase, string file)
    {
        var tokenizer = SubwordTokenizer.OfVocabulary("vocab.txt", File.ReadAllBytes(Path.Combine(s_folder, "files/vocab.txt")), lowerCase);

        foreach (var (text, expected) in s_golden.Texts.Zip(s_golden.Ids[file]))
            AssertIds(text, expected, tokenizer.Encode(text, 10_000, KeptEnd.Beginning).Ids);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Encode_HalfASurrogatePair_IsTheReplacementCharacter(string file)
    {
        var tokenizer = Open(file);

        Assert.Equal(
            tokenizer.Encode("a\uFFFDb \uFFFD", 100, KeptEnd.Beginning).Ids, tokenizer.Encode("a\uD800b \uDC00", 100, KeptEnd.Beginning).Ids);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Encode_SeveralThreads_GivesTheSameIds(string file)
    {
        var tokenizer = Open(file);

        var rounds = Enumerable.Range(0, 64).AsParallel().Select(i => tokenizer.Encode(s_golden.Texts[i % 32], 10_000, KeptEnd.Beginning).Ids).ToList();

        Assert.Equal(64, rounds.Count);
        Assert.All(Enumerable.Range(0, 32), i => Assert.Contains(rounds, ids => ids.SequenceEqual(s_golden.Ids[file][i])));
    }

    [Theory]
    [InlineData("llama.json")]
    [InlineData("gpt2.json")]
    [InlineData("t5.json")]
    [InlineData("bert.json")]
    public void Encode_HugeWord_Ends(string file) =>
        Assert.NotEmpty(Open(file).Encode(string.Concat(Enumerable.Repeat("delivered\u0301\u0323", 40_000)), 50, KeptEnd.Beginning).Ids);

    private static void AssertIds(string text, long[] expected, long[] found)
    {
        if (!expected.SequenceEqual(found))
            Assert.Fail($"{JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
    }

    private static SubwordTokenizer Open(string file) => SubwordTokenizer.OfJson(file, File.ReadAllBytes(Path.Combine(s_folder, "files", file)));

    private sealed record Golden(
        IReadOnlyList<string> Texts, IReadOnlyDictionary<string, long[][]> Ids, IReadOnlyDictionary<string, long[]> Types);
}
