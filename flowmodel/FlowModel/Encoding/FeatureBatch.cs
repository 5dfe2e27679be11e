namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Feature sets packed for a network: [B, N], padded with 0.</summary>
public sealed record FeatureBatch(long[] Features, int Rows, int Length)
{
    public static FeatureBatch Pack(IReadOnlyList<int[]> rows)
    {
        var length = Math.Max(1, rows.Max(r => r.Length));
        var features = new long[rows.Count * length];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < rows[row].Length; i++)
                features[(row * length) + i] = rows[row][i];
        }

        return new(features, rows.Count, length);
    }
}
