using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// The map by which a text's last layer φ becomes a position, such that the distance of two positions is the doubt about the gain of one
/// text over the other: √(dᵀ M⁻¹ d) with M = Σ v·d·dᵀ + I over the training pairs, d of standardised φ (<see cref="FisherInformation"/>).
/// </summary>
internal static class LastLayerFisher
{
    /// <summary>Most pairs that M is summed over; each stands for as many as there are for one of them.</summary>
    private const int MostPairs = 20_000;

    /// <summary>A coordinate that the pairs hardly move is not blown up.</summary>
    private const double LeastScale = 1e-3;

    /// <summary>L by the scale of φ, [D, D] row-major: φ times it is the position.</summary>
    /// <param name="task">Gives φ.</param>
    /// <param name="pairs">The training pairs, at least one.</param>
    /// <param name="gains">Their calibrated mean gains, in logits.</param>
    /// <param name="seed">Draws the pairs where there are more than are taken.</param>
    public static float[] Positions(RewardTask task, IReadOnlyList<RewardExample> pairs, IReadOnlyList<double> gains, int seed)
    {
        var drawn = Enumerable.Range(0, pairs.Count).ToArray();
        new Random(seed).Shuffle(drawn);
        drawn = drawn[..Math.Min(MostPairs, drawn.Length)];
        var differences = Differences(task, [.. drawn.Select(i => pairs[i])]);
        var scale = Scale(differences);
        var information = new FisherInformation(scale.Length, ridge: 1);
        foreach (var (difference, place) in differences.Zip(drawn))
        {
            for (var i = 0; i < scale.Length; i++)
                difference[i] /= scale[i];
            information.Add(difference, FisherInformation.Weight(gains[place]) * pairs.Count / drawn.Length);
        }

        return [.. information.Root().Select((value, place) => (float)(value / scale[place / scale.Length]))];
    }

    private static List<double[]> Differences(RewardTask task, IReadOnlyList<RewardExample> pairs)
    {
        TextFeatures[] texts = [.. pairs.SelectMany(p => new[] { p.Chosen, p.Rejected }).Distinct<TextFeatures>(ReferenceEqualityComparer.Instance)];
        var layers = texts.Zip(task.LastLayers(texts))
            .ToDictionary(t => t.First, t => t.Second, (IEqualityComparer<TextFeatures>)ReferenceEqualityComparer.Instance);
        return [.. pairs.Select(p => layers[p.Chosen].Zip(layers[p.Rejected], (c, r) => (double)c - r).ToArray())];
    }

    /// <summary>Root mean square of each coordinate.</summary>
    private static double[] Scale(List<double[]> differences) => [.. Enumerable.Range(0, differences[0].Length)
        .Select(i => Math.Max(LeastScale, Math.Sqrt(differences.Average(d => d[i] * d[i]))))];
}
