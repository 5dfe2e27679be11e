namespace PreferenceFlow.Training.LatentFlow;

/// <summary>Which rejected answer goes with which chosen one while a flow is learnt.</summary>
public enum CouplingKind
{
    /// <summary>The pairs as people judged them.</summary>
    Given,

    /// <summary>
    /// Among the pairs of one prompt in a batch those that lie nearest on the whole (exact optimal transport, arXiv 2302.00482):
    /// straighter paths between the same two crowds.
    /// </summary>
    WithinPrompt,
}

/// <summary>
/// Pairs the ends of paths. Never across prompts: optimal transport that does not see the prompt starts from answers to other prompts, and
/// teaches a flow that never meets its own (the “curse of conditions” that C2OT cures).
/// </summary>
internal static class Coupling
{
    public static IReadOnlyList<LatentPair> Of(CouplingKind kind, IReadOnlyList<LatentPair> batch) =>
        kind == CouplingKind.Given ? batch : [.. batch.GroupBy(p => p.Prompt).SelectMany(g => Nearest([.. g]))];

    private static IEnumerable<LatentPair> Nearest(LatentPair[] pairs)
    {
        if (pairs.Length == 1)
            return pairs;
        var costs = new double[pairs.Length, pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            for (var j = 0; j < pairs.Length; j++)
                costs[i, j] = SquaredDistance(pairs[i].Rejected, pairs[j].Chosen);
        }

        return Assignment.Solve(costs).Select((chosen, rejected) => pairs[rejected] with { Chosen = pairs[chosen].Chosen });
    }

    private static double SquaredDistance(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }
}
