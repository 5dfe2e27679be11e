namespace PreferenceFlow.Training.EditFlow;

/// <summary>κ = t³: the share of edits already made at time t (arXiv 2506.09018, section 4).</summary>
internal static class CubicSchedule
{
    /// <summary>κ at time t in [0, 1].</summary>
    public static double Kappa(double t) => t * t * t;

    /// <summary>κ'/(1 − κ) at time t in [0, 1).</summary>
    public static double Weight(double t) => 3 * t * t / (1 - (t * t * t));
}
