namespace PreferenceFlow.Training.Rewards;

/// <summary>A training pair whose label the ensemble doubts, for review.</summary>
/// <param name="Line">Its line in the pairs' file.</param>
/// <param name="Margin">Calibrated mean of the members' r(chosen) − r(rejected), in logits.</param>
/// <param name="Deviation">Standard deviation over the members, in logits.</param>
public sealed record SuspectPair(int Line, double Margin, double Deviation)
{
    /// <summary>The share of the pairs with the least margins, least first: mostly mislabelled ones (arXiv 2401.06080).</summary>
    public static IReadOnlyList<SuspectPair> Lowest(IReadOnlyList<SuspectPair> pairs, double share) =>
        [.. pairs.OrderBy(p => p.Margin).Take((int)(share * pairs.Count))];
}
