namespace PreferenceFlow.FlowModel.Selection;

/// <summary>How candidates are judged by where a latent flow would move them. Which form says most is a question to the data.</summary>
public enum VoteForm
{
    /// <summary>How near a candidate stands to the targets of all: minus the mean squared distance.</summary>
    Nearness,

    /// <summary>How little the flow would still move it: minus the squared displacement.</summary>
    Rest,

    /// <summary>How far a candidate stands in the direction in which the flow moves the candidates on the whole.</summary>
    Advance,
}

/// <summary>Votes for candidates by the targets that a latent flow gives them.</summary>
/// <remarks>Squares and products are means over the coordinates, which should be of one scale.</remarks>
public static class FlowVoter
{
    /// <summary>One vote a candidate, the higher the better; only differences mean anything.</summary>
    /// <param name="form">What counts.</param>
    /// <param name="candidates">N vectors of D coordinates.</param>
    /// <param name="targets">Where the flow moves each of them.</param>
    /// <exception cref="ArgumentException">There are not as many targets as candidates.</exception>
    public static double[] Votes(VoteForm form, IReadOnlyList<float[]> candidates, IReadOnlyList<float[]> targets)
    {
        if (candidates.Count != targets.Count)
            throw new ArgumentException($"{candidates.Count} candidates need as many targets, not {targets.Count}.", nameof(targets));
        if (candidates.Count == 0)
            return [];
        return form switch
        {
            VoteForm.Nearness => [.. candidates.Select(c => -targets.Average(t => MeanProduct(c, t, c, t)))],
            VoteForm.Rest => [.. candidates.Zip(targets, (c, t) => -MeanProduct(c, t, c, t))],
            VoteForm.Advance => Advances(Mean(candidates), Mean(targets)),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Not a form."),
        };

        double[] Advances(float[] from, float[] to) => [.. candidates.Select(c => MeanProduct(c, from, to, from))];
    }

    private static float[] Mean(IReadOnlyList<float[]> vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(i => (float)vectors.Average(v => (double)v[i]))];

    /// <summary>(a − b)·(c − d)/D.</summary>
    private static double MeanProduct(float[] a, float[] b, float[] c, float[] d)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)c[i] - d[i]);
        return sum / a.Length;
    }
}
