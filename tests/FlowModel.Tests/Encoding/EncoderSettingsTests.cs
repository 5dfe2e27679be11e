using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Tests.Encoding;

public sealed class EncoderSettingsTests
{
    private static readonly MeasureScale s_scale = new([0, 0, 0], [1, 1, 1]);

    [Fact]
    public void Json_EveryKind_ComesBack()
    {
        EncoderSettings[] all =
        [
            new EncoderSettings.Ngrams(64),
            new EncoderSettings.Answers(64, new(new byte[8], s_scale)),
            new EncoderSettings.Pretrained(new EncoderSettings.Ngrams(64), TokenizerKind.CasedVocabulary, Pooling.Cls, 99, s_scale),
            new EncoderSettings.Upstream(new EncoderSettings.Ngrams(64), "small", 1, s_scale),
        ];

        foreach (var settings in all)
        {
            var json = JsonSerializer.Serialize(settings, BundleFiles.Json);
            var back = JsonSerializer.Deserialize<EncoderSettings>(json, BundleFiles.Json)!;
            Assert.Equal(settings.GetType(), back.GetType());
            Assert.Equal(json, JsonSerializer.Serialize(back, BundleFiles.Json));
            Assert.Equal(settings.Files, back.Files);
        }
    }

    [Theory]
    [InlineData("""{"kind":"mystery","buckets":3}""")]
    [InlineData("""{"buckets":3}""")]
    [InlineData("""{"kind":"ngrams","bukkets":3}""")]
    public void Json_UnknownKindOrField_IsRefused(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<EncoderSettings>(json, BundleFiles.Json));

    [Fact]
    public void Create_TokenizerBroken_NamesItsFile()
    {
        var settings = new EncoderSettings.Pretrained(new EncoderSettings.Ngrams(64), TokenizerKind.Json, Pooling.Mean, 8, null);

        var exception = Assert.Throws<InvalidDataException>(() => settings.Create(_ => "{}"u8.ToArray(), new OnnxOptions()));

        Assert.StartsWith("encoder-tokenizer.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["encoder.onnx", "encoder-tokenizer.json"], settings.Files);
    }

    [Fact]
    public void Create_NetworkBroken_NamesItsFile()
    {
        var settings = new EncoderSettings.Pretrained(new EncoderSettings.Ngrams(64), TokenizerKind.CasedVocabulary, Pooling.Mean, 8, null);

        var exception = Assert.Throws<InvalidDataException>(() => settings.Create(_ => "[UNK]\n[CLS]\n[SEP]\na\n"u8.ToArray(), new OnnxOptions()));

        Assert.StartsWith("encoder.onnx: ", exception.Message, StringComparison.Ordinal);
    }
}
