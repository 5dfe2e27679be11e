namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>
/// A text as one vector, without a table and without a download: the features of another encoder, summed with a random sign for each
/// feature and coordinate (signed random projection; Achlioptas, 2003), then its measures. Distances between the feature vectors of
/// texts come through nearly as they were.
/// </summary>
/// <param name="features">Gives features and measures.</param>
/// <param name="projected">Coordinates that features are projected to, at least 0: 0 takes the measures alone.</param>
/// <param name="seed">Another seed gives other signs.</param>
public sealed class ProjectedEncoder(ITextEncoder features, int projected, int seed)
{
    private const int Bits = 64;

    /// <summary>Coordinates of a vector.</summary>
    public int Size { get; } = projected + features.Measures;

    /// <inheritdoc cref="ITextEncoder.Encode"/>
    /// <returns><see cref="Size"/> coordinates.</returns>
    public float[] Encode(string prompt, string text)
    {
        var read = features.Encode(prompt, text);
        var vector = new float[Size];
        foreach (var (id, weight) in read.Ids.Zip(read.Weights))
        {
            for (var word = 0; word * Bits < projected; word++)
            {
                var signs = Signs(id, word);
                for (var bit = 0; bit < Math.Min(Bits, projected - (word * Bits)); bit++)
                    vector[(word * Bits) + bit] += ((signs >> bit) & 1) == 0 ? weight : -weight;
            }
        }

        read.Measures.CopyTo(vector, projected);
        return vector;
    }

    /// <summary>64 coin tosses by the finaliser of SplitMix64, the same on every machine.</summary>
    private ulong Signs(int id, int word)
    {
        var x = unchecked((((ulong)(uint)seed << 32) | (uint)id) * 0x9E3779B97F4A7C15UL) + ((ulong)word * 0xD1B54A32D192ED03UL);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
