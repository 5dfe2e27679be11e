using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;

namespace PreferenceFlow.Training.Tests.Encoders;

public sealed class OnnxTextEncoderTests
{
    private static readonly string[] s_texts =
        ["", "a", "the report is bad.", "The Report is GOOD", "b", new('x', 300), "the the the report report is is bad bad good a b a b a b a b"];

    [Theory]
    [InlineData(Pooling.Mean, false)]
    [InlineData(Pooling.Cls, false)]
    [InlineData(Pooling.Mean, true)]
    public void Encode_LookedUpRows_ArePooledAndOfLengthOne(Pooling pooling, bool pooledByTheNetwork)
    {
        using var encoder = TinyEncoder.Open(TinyEncoder.Lookup(pooledByTheNetwork, TinyEncoder.Tokens), pooling);
        int[] tokens = pooling == Pooling.Cls ? [1] : [1, 5, 10, 7, 8, 11, 2]; // [CLS] the report is bad . [SEP]
        var sums = Enumerable.Range(0, TinyEncoder.Width).Select(d => tokens.Sum(t => TinyEncoder.Row(t, d))).ToArray();
        var norm = MathF.Sqrt(sums.Sum(s => s * s));

        var measures = encoder.Encode("the report is bad.", "The report is bad.").Measures;

        Assert.Equal(9, measures.Length);
        Assert.All(sums.Zip(measures), pair => Assert.Equal(pair.First / norm, pair.Second, 1e-5));
        Assert.Equal(1, measures[^1], 1e-5);
    }

    [Fact]
    public void Encode_Together_EqualsOneByOne()
    {
        using var encoder = TinyEncoder.Open(TinyEncoder.Transformer());
        var texts = PromptedText.Of("is the report good", s_texts);

        var together = encoder.Encode(texts);

        foreach (var (text, features) in texts.Zip(together))
            Assert.All(encoder.Encode(text.Prompt, text.Text).Measures.Zip(features.Measures), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.True(together.Select(f => f.Measures[^1]).Distinct().Count() >= 5);
    }

    [Fact]
    public void Encode_SeveralThreads_GivesTheSame()
    {
        using var encoder = TinyEncoder.Open(TinyEncoder.Transformer());
        var expected = s_texts.Select(t => encoder.Encode("a", t).Measures[^1]).ToArray();

        var found = Enumerable.Range(0, 70).AsParallel().AsOrdered().Select(i => encoder.Encode("a", s_texts[i % s_texts.Length]).Measures[^1]).ToArray();

        Assert.All(found.Index(), f => Assert.Equal(expected[f.Index % s_texts.Length], f.Item, 1e-5));
    }

    [Fact]
    public void Encode_TooLong_ReadsTheAnswersBeginningAndThePromptsEnding()
    {
        using var encoder = TinyEncoder.Open(TinyEncoder.Lookup(pooled: false, TinyEncoder.Tokens), maxTokens: 8);
        var filler = string.Join(' ', Enumerable.Repeat("report", 20));

        var (cut, whole) = (encoder.Encode($"bad {filler}", $"{filler} bad"), encoder.Encode("report report report report report report", "report report report report report report"));

        Assert.Equal(whole.Measures, cut.Measures);
    }

    [Fact]
    public void Open_TooSmallATable_IsRefused() =>
        Assert.StartsWith("encoder.onnx: ", Refusal(TinyEncoder.Lookup(pooled: false, TinyEncoder.Tokens - 1)), StringComparison.Ordinal);

    [Fact]
    public void Open_MoreTokensThanPositions_IsRefused() => Assert.StartsWith(
        "encoder.onnx: ", Assert.Throws<InvalidDataException>(() => TinyEncoder.Open(TinyEncoder.Transformer(), maxTokens: TinyEncoder.Positions + 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Open_OtherInput_NamesIt() => Assert.Equal(
        "encoder.onnx: its inputs are pixels; input_ids, attention_mask, token_type_ids are known", Refusal(TinyEncoder.Lookup(false, TinyEncoder.Tokens, "pixels")));

    private static string Refusal(byte[] network) => Assert.Throws<InvalidDataException>(() => TinyEncoder.Open(network)).Message;
}
