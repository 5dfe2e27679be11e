namespace PreferenceFlow.Training.Loop;

/// <summary>Where a stage of training stands.</summary>
public sealed record TrainingProgress
{
    /// <summary>The stage: "edit-flow", "rewards", …</summary>
    public required string Stage { get; init; }

    public required int Step { get; init; }

    public required int Steps { get; init; }

    /// <summary>Mean training loss since the last report.</summary>
    public double Loss { get; init; }

    /// <summary>Loss on held-out data at the last validation; NaN before the first.</summary>
    public double ValidationLoss { get; init; } = double.NaN;

    public double LearningRate { get; init; }

    /// <summary>Tokens or pairs a second since the start.</summary>
    public double UnitsPerSecond { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Expected time to the end of the stage.</summary>
    public TimeSpan Remaining { get; init; }
}

/// <summary>Hears of progress. Called on the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>A stage went on.</summary>
    void OnProgress(TrainingProgress progress);

    /// <summary>Something worth a line happened.</summary>
    void OnMessage(string message);
}
