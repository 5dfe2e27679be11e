namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>One encoded text.</summary>
/// <param name="Ids">Rows of the feature table, ascending.</param>
/// <param name="Weights">Weight of each id.</param>
/// <param name="Measures">Dense measures; empty where the encoder has none.</param>
/// <param name="Length">Length of the text in UTF-16 code units.</param>
public sealed record TextFeatures(int[] Ids, float[] Weights, float[] Measures, int Length)
{
    /// <summary>A set of features, each of weight 1.</summary>
    public static TextFeatures Of(int[] ids, int length) => new(ids, [.. Enumerable.Repeat(1f, ids.Length)], [], length);
}
