namespace PreferenceFlow.Training.Loop;

/// <summary>How a network is trained, whatever it learns.</summary>
public sealed record LoopOptions
{
    /// <summary>Optimiser steps, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>Longest time for the steps; the learning rate has come down by then. Makes a run depend on the machine only when it binds.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Peak learning rate of AdamW, above 0.</summary>
    public double LearningRate { get; init; } = 8e-4;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>Decoupled weight decay, at least 0.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest norm of the gradient of one step.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Decay of the moving average of the weights, per step; 0 for none.</summary>
    public double Ema { get; init; } = 0.999;

    /// <summary>Steps between validations and checkpoints.</summary>
    public int ValidateEvery { get; init; } = 100;

    /// <summary>Validations without a new best after which training stops early.</summary>
    public int Patience { get; init; } = 6;

    public int Seed { get; init; } = 1;
}
