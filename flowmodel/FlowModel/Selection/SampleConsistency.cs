namespace PreferenceFlow.FlowModel.Selection;

/// <summary>How much several samples of one prompt agree: confidence in a black box (arXiv 2402.13904).</summary>
public readonly record struct SampleConsistency
{
    /// <summary>Share of the samples in the largest cluster, above 0 to 1.</summary>
    public required double Agreement { get; init; }

    /// <summary>1 − H / log n over the clusters, 0 to 1: 1 where all samples agree, 0 where no two do.</summary>
    public required double Concentration { get; init; }

    /// <summary>Share of the largest cluster less that of the second, 0 to 1.</summary>
    public required double FirstSecondDistance { get; init; }

    /// <summary>Measures samples by what they answer.</summary>
    /// <param name="answers">The answer of each sample in a form in which equal ones are equal: a final number, a normalised text.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static SampleConsistency Of<T>(IReadOnlyCollection<T> answers)
    {
        if (answers.Count == 0)
            throw new ArgumentException("There are no samples to compare.", nameof(answers));
        var shares = answers.GroupBy(a => a).Select(g => g.Count() / (double)answers.Count).OrderDescending().ToArray();
        return new()
        {
            Agreement = shares[0],
            Concentration = answers.Count == 1 ? 1 : 1 + (shares.Sum(p => p * Math.Log(p)) / Math.Log(answers.Count)),
            FirstSecondDistance = shares[0] - shares.ElementAtOrDefault(1),
        };
    }
}
