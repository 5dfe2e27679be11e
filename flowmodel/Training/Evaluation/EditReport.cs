using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>How one way of treating the held-out texts did.</summary>
public sealed record SystemFigures
{
    /// <summary>What was measured: "copy", "delete lexicon", "flow, gate off", "flow and gate", "flow, in hindsight".</summary>
    public required string System { get; init; }

    /// <summary>Share of the rejected texts that the separately trained judge still takes for rejected ones, 0 to 1.</summary>
    public required double Judged { get; init; }

    /// <summary>Nearness to the chosen texts and distance from the rejected ones.</summary>
    public required TextMetrics Text { get; init; }

    /// <summary>Share of already good texts that came back unchanged, 0 to 1.</summary>
    public required double UntouchedGood { get; init; }

    /// <summary>Mean calibrated gain over the rejected texts by the ensemble, in logits.</summary>
    public required double Gain { get; init; }
}

/// <summary>How well a bundle edits held-out rejected texts, and how well it leaves good ones alone.</summary>
public sealed record EditReport
{
    /// <summary>Shape of the edit flow.</summary>
    public required EditFlowShape Flow { get; init; }

    /// <summary>Members of the ensemble that judges edits.</summary>
    public required int Members { get; init; }

    /// <summary>The gate measured with; the bundle's own unless another was given.</summary>
    public required GateOptions Gate { get; init; }

    /// <summary>Held-out rejected texts.</summary>
    public required int Sources { get; init; }

    /// <summary>Held-out chosen texts offered as already good.</summary>
    public required int Good { get; init; }

    /// <summary>Share of held-out rejected texts that the judge takes for rejected before anything is done.</summary>
    public required double JudgedBefore { get; init; }

    /// <summary>Share of held-out chosen texts that the judge takes for rejected: its own error.</summary>
    public required double JudgedReferences { get; init; }

    public required IReadOnlyList<SystemFigures> Systems { get; init; }

    /// <summary>"flow and gate" beside another human; null where no source has several chosen texts.</summary>
    public LeaveOneOut? LeaveOneOut { get; init; }

    /// <summary>Share of held-out pairs that the ensemble ranks right.</summary>
    public required double RewardAccuracy { get; init; }

    /// <summary>Calibration of the ensemble on held-out pairs, both orders.</summary>
    public required CalibrationFigures RewardCalibration { get; init; }

    /// <summary>Expected calibration error of the ensemble on held-out pairs, both orders.</summary>
    public double RewardEce => RewardCalibration.Ece;

    /// <summary>
    /// Calibrated mean reward of the rejected texts as they came, as they left by "flow and gate", and of the chosen texts, in logits;
    /// only differences mean something, the zero is arbitrary.
    /// </summary>
    public required Histogram RewardScores { get; init; }

    /// <summary>What "flow and gate" decided, and why.</summary>
    public required DecisionFigures Decisions { get; init; }

    /// <summary>Held-out texts before and after; null where texts were left out of the report.</summary>
    public IReadOnlyList<ExampleText>? Examples { get; init; }

    /// <summary>Changed texts whose lower-bound gain was not above the margin; the gate promises 0.</summary>
    public required int ChangedWithoutGain { get; init; }

    public SystemFigures this[string system] => Systems.First(s => s.System == system);
}
