using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A fixed quarter of the encoder's features: two ways of training are compared many times over, both on the same quarter.</summary>
internal static class SampledFeatures
{
    private const int Kept = 4;

    private static readonly HashedNgramEncoder s_encoder = new(1 << 16);

    /// <summary>Features are below this.</summary>
    public static int Buckets => (s_encoder.Rows / Kept) + 1;

    public static int[] Of(string text) => [.. s_encoder.Encode(text).Where(f => f % Kept == 0).Select(f => f / Kept)];

    /// <summary>Features of many texts, each encoded once.</summary>
    public static Dictionary<string, int[]> Of(IEnumerable<string> texts) =>
        texts.Distinct().AsParallel().Select(t => (t, Of(t))).ToDictionary(pair => pair.t, pair => pair.Item2);
}
