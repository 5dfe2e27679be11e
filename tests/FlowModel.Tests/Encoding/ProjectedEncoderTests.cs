using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.FlowModel.Tests.Encoding;

public sealed class ProjectedEncoderTests
{
    /// <summary>Reads a text as decimal digits: each a feature of weight 1, and their number as the only measure.</summary>
    private sealed class Digits : ITextEncoder
    {
        public int Rows => 1000;

        public int Measures => 1;

        public TextFeatures Encode(string prompt, string text) =>
            new([.. text.Split(' ').Select(int.Parse)], [.. text.Split(' ').Select(_ => 1f)], [text.Split(' ').Length], text.Length);
    }

    [Fact]
    public void Encode_OneFeature_IsAVectorOfSigns()
    {
        var vector = new ProjectedEncoder(new Digits(), 130, seed: 1).Encode("", "7");

        Assert.Equal(131, vector.Length);
        Assert.All(vector, v => Assert.Equal(1, Math.Abs(v)));
        Assert.InRange(vector[..130].Count(v => v > 0), 45, 85);
    }

    [Fact]
    public void Encode_SeveralFeatures_IsTheSumOfTheirVectors()
    {
        var encoder = new ProjectedEncoder(new Digits(), 96, seed: 1);

        var sum = encoder.Encode("", "3").Zip(encoder.Encode("", "999"), (a, b) => a + b);

        Assert.Equal(sum, encoder.Encode("", "3 999"));
    }

    [Fact]
    public void Encode_TextsWithCommonFeatures_KeepsTheirDistance() // of 40 features each 20 are shared: squared distance 40 of 80
    {
        const int size = 4096;
        var encoder = new ProjectedEncoder(new Digits(), size, seed: 1);
        var (first, second) = (Encode(1), Encode(21));

        Assert.Equal(40, first.Zip(second, (a, b) => (a - b) * (a - b)).Sum() / size, 4.0);

        float[] Encode(int from) => encoder.Encode("", string.Join(' ', Enumerable.Range(from, 40)))[..size];
    }

    [Fact]
    public void Encode_OtherSeed_GivesOtherSigns()
    {
        float[] Of(int seed) => new ProjectedEncoder(new Digits(), 192, seed).Encode("", "1 2 3");

        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    [Fact]
    public void Encode_FixedSeed_GivesTheSignsOfEveryMachine() => Assert.Equal(
        "++-++---+-++++--", string.Concat(Sixteen().Select(v => v > 0 ? '+' : '-')));

    private static float[] Sixteen() => new ProjectedEncoder(new Digits(), 16, seed: 1).Encode("", "1")[..16];
}
