using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.FlowModel.Tests.Encoding;

public sealed class HashedNgramEncoderTests
{
    private readonly HashedNgramEncoder _encoder = new(1 << 16);

    [Fact]
    public void Encode_CaseAndSpacing_DoNotMatter() => Assert.Equal(_encoder.Encode("The  CAT sat"), _encoder.Encode("the cat sat"));

    [Fact]
    public void Encode_OneWord_IsWordPairsAndCharacterGrams() => // "cat", "<s> cat", "cat </s>", and of "^cat$": 3 trigrams, 2 of four, 1 of five
        Assert.Equal(9, _encoder.Encode("cat").Length);

    [Fact]
    public void Encode_AnyText_IsSortedDistinctAndInRange()
    {
        var features = _encoder.Encode("It's f*cking 12 o'clock — já, naïve 😀 ____!");

        Assert.Equal(features.Distinct().Order(), features);
        Assert.All(features, f => Assert.InRange(f, 1, (1 << 16) - 1));
    }

    [Fact]
    public void Encode_KnownText_HasGoldenFeatures() => // the buckets of a saved bundle must never move
        Assert.Equal(s_golden, new HashedNgramEncoder(1000).Encode("a cat"));

    private static readonly int[] s_golden = [.. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Encoding/golden-features.txt")).Split().Where(f => f.Length > 0).Select(int.Parse)];
}
