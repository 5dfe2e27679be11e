using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Rewards;

/// <summary>How a reward ensemble is trained.</summary>
public sealed record RewardOptions
{
    /// <summary>Members, at least 4: with fewer the spread says little.</summary>
    public int Members { get; init; } = 5;

    /// <summary>Hidden units of each member's nonlinear part.</summary>
    public int Units { get; init; } = 4;

    /// <summary>Rows of the feature table, a power of two or any number above 2.</summary>
    public int Buckets { get; init; } = 1 << 16;

    /// <summary>Share of the pairs that set a clean chosen text against a damaged copy of it: the members learn what broken text is.</summary>
    public double DamagedShare { get; init; } = 0.3;

    /// <summary>Pairs of one step.</summary>
    public int BatchPairs { get; init; } = 64;

    public LoopOptions Loop { get; init; } = new()
    {
        Steps = 1500, MaxTime = TimeSpan.FromMinutes(4), LearningRate = 3e-3, WarmUp = 50, WeightDecay = 0.1, Ema = 0.99,
    };
}
