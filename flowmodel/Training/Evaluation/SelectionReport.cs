using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>How well an ensemble on whole answers tells held-out answers apart, and what choosing by it is worth.</summary>
public sealed record SelectionReport
{
    /// <summary>Members of the ensemble that scores whole answers.</summary>
    public required int Members { get; init; }

    /// <summary>Held-out pairs.</summary>
    public required int Pairs { get; init; }

    /// <summary>Their prompts, or rejected answers where they have none.</summary>
    public required int Prompts { get; init; }

    /// <summary>Share of the pairs that the mean of the members ranks right, 0 to 1; the interval is by prompt.</summary>
    public required Interval Accuracy { get; init; }

    /// <summary>The same for taking the longer answer; equally long ones count half.</summary>
    public required Interval LongerWins { get; init; }

    /// <summary>Calibration of the mean of the members, both orders of each pair.</summary>
    public required CalibrationFigures Calibration { get; init; }

    /// <summary>How well each objective or group is told; empty where the bundle has none.</summary>
    public IReadOnlyList<ObjectiveFigures> Objectives { get; init; } = [];

    /// <summary>Best of n; null where no prompt has at least three answers compared with one another.</summary>
    public BestOfNReport? BestOfN { get; init; }
}

/// <summary>One objective or group of annotators on its own held-out pairs.</summary>
/// <param name="Name">What the data calls it.</param>
/// <param name="Pairs">Its held-out pairs, at least one.</param>
/// <param name="Accuracy">Share of them that its own reward ranks right, 0 to 1; interval by prompt.</param>
/// <param name="Ece">Expected calibration error of its own reward, both orders of each pair, 0 to 1.</param>
public sealed record ObjectiveFigures(string Name, int Pairs, Interval Accuracy, double Ece);

/// <summary>Mean true value of the answer chosen among n, by different choosers, on the same prompts.</summary>
public sealed record BestOfNReport
{
    /// <summary>Prompts with at least <see cref="Answers"/> answers; the others are left out: every point is of the same prompts.</summary>
    public required int Prompts { get; init; }

    /// <summary>Largest n.</summary>
    public required int Answers { get; init; }

    public required IReadOnlyList<BestOfNCurve> Curves { get; init; }
}

/// <summary>One chooser.</summary>
/// <param name="Chooser">What chooses: "oracle", "ensemble mean", "lower bound", "single member", "longest", "random".</param>
/// <param name="Points">Its value for each n.</param>
/// <param name="Headroom">Share of the way from random (0) to oracle (1) at the largest n.</param>
public sealed record BestOfNCurve(string Chooser, IReadOnlyList<BestOfNPoint> Points, Interval Headroom);

/// <summary>One point of a curve.</summary>
/// <param name="N">Answers drawn without replacement.</param>
/// <param name="Value">Expected share of its comparisons that the chosen answer won, 0 to 1, over all draws; interval by prompt.</param>
public sealed record BestOfNPoint(int N, Interval Value);
