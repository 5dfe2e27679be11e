namespace PreferenceFlow.Training.Rewards;

/// <summary>Labels that give way to what the model has learnt of the other pairs (arXiv 2401.16335).</summary>
internal static class IterativeSmoothing
{
    /// <summary>y ← (1 − β) y + β σ(Δr).</summary>
    /// <param name="label">y, the label so far, 0 to 1.</param>
    /// <param name="view">σ(Δr), the model's probability that the chosen text is preferred.</param>
    /// <param name="share">β, 0 to 1.</param>
    public static float Next(float label, float view, double share) => (float)(((1 - share) * label) + (share * view));
}
