namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>When an edit of rate λ fires.</summary>
public abstract record FiringRule
{
    private FiringRule()
    {
    }

    /// <summary>Fires wherever the expected number of pending edits reaches a level: the chain without its noise.</summary>
    /// <param name="Level">Above 0; 0.5 means more likely pending than not.</param>
    public sealed record Threshold(double Level) : FiringRule;

    /// <summary>The continuous-time Markov chain itself (arXiv 2506.09018, section 3), with κ linear at sampling.</summary>
    /// <param name="Seed">Seed of the chain: the same seed gives the same text.</param>
    /// <param name="Steps">Steps from t = 0 to t = 1, at least 1.</param>
    public sealed record Sampled(int Seed, int Steps = 32) : FiringRule;
}
