namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Encoded texts packed for a network.</summary>
/// <param name="Ids">[B, N], padded with 0.</param>
/// <param name="Weights">[B, N], 0 at padding.</param>
/// <param name="Measures">[B, F].</param>
/// <param name="Rows">B.</param>
/// <param name="Length">N, at least 1.</param>
public sealed record FeatureBatch(long[] Ids, float[] Weights, float[] Measures, int Rows, int Length)
{
    public static FeatureBatch Pack(IReadOnlyList<TextFeatures> texts)
    {
        var length = Math.Max(1, texts.Max(t => t.Ids.Length));
        var (ids, weights) = (new long[texts.Count * length], new float[texts.Count * length]);
        for (var row = 0; row < texts.Count; row++)
        {
            for (var i = 0; i < texts[row].Ids.Length; i++)
                ids[(row * length) + i] = texts[row].Ids[i];
            texts[row].Weights.CopyTo(weights, row * length);
        }

        return new(ids, weights, [.. texts.SelectMany(t => t.Measures)], texts.Count, length);
    }
}
