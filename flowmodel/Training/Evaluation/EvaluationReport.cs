using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Figures on held-out pairs, of each thing that a bundle can do; <c>report.json</c>.</summary>
public sealed record EvaluationReport
{
    /// <summary>What was measured.</summary>
    public required BundleSummary Bundle { get; init; }

    /// <summary>Editing one answer; null where the bundle only selects.</summary>
    public EditReport? Edit { get; init; }

    /// <summary>Choosing among whole answers; null where the bundle only edits, or reads answers with an upstream's embeddings.</summary>
    public SelectionReport? Selection { get; init; }

    /// <summary>How each network was trained; empty where the run's metrics are not at hand.</summary>
    public IReadOnlyList<TrainingCurve> Training { get; init; } = [];

    /// <summary>The same figures without any held-out text.</summary>
    public EvaluationReport WithoutExamples() => this with { Edit = Edit is null ? null : Edit with { Examples = null } };

    /// <summary>The figures that a manifest carries: those of the parts that were measured.</summary>
    public IReadOnlyDictionary<string, double> Headline()
    {
        var figures = new Dictionary<string, double>();
        if (Edit is not null)
        {
            figures["judged_before"] = Edit.JudgedBefore;
            figures["judged_after"] = Edit[EditEvaluator.Gated].Judged;
            figures["bleu"] = Edit[EditEvaluator.Gated].Text.Bleu;
            figures["bleu_copy"] = Edit[EditEvaluator.Copy].Text.Bleu;
            figures["untouched_good"] = Edit[EditEvaluator.Gated].UntouchedGood;
            figures["reward_accuracy"] = Edit.RewardAccuracy;
            figures["reward_ece"] = Edit.RewardEce;
        }

        if (Selection is not null)
        {
            figures["selection_accuracy"] = Selection.Accuracy.Mean;
            figures["selection_ece"] = Selection.Calibration.Ece;
        }

        return figures;
    }
}
