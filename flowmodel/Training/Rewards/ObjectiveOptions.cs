using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Rewards;

/// <summary>How a reward model of several objectives is trained.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>What tells the pairs apart.</summary>
    public PairGrouping GroupBy { get; init; }

    /// <summary>Training pairs that an objective or group needs to be learnt, at least 1; fewer than two such groups, and none is.</summary>
    public int MinTrainingPairs { get; init; } = 50;

    /// <summary>Validation pairs that it needs, at least 1: its temperature is fitted to them.</summary>
    public int MinValidationPairs { get; init; } = 5;

    /// <summary>
    /// Weigh the objectives so that the combined gradient of the shared head has the least norm (MORE); false weighs all alike.
    /// </summary>
    public bool MinNorm { get; init; } = true;

    /// <summary>Rows of the feature table, above 2.</summary>
    public int Buckets { get; init; } = 1 << 16;

    /// <summary>Width of the shared encoder, at least 1.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Pairs of each objective in one step, at least 1.</summary>
    public int BatchPairs { get; init; } = 16;

    public LoopOptions Loop { get; init; } = new()
    {
        Steps = 1000, MaxTime = TimeSpan.FromMinutes(4), LearningRate = 3e-3, WarmUp = 50, WeightDecay = 0.1, Ema = 0.99,
    };
}
