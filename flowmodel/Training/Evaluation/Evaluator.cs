using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Measures a bundle on held-out pairs: each thing that it can do, by what the service uses for it.</summary>
/// <param name="training">Pairs that the baselines learn from; none of them may be held out.</param>
/// <param name="seed">Seed of the judge that edits are measured with.</param>
public sealed class Evaluator(IReadOnlyList<PreferencePair> training, int seed)
{
    /// <summary>Measures editing with the bundle's own proposals and gate, and choosing.</summary>
    /// <inheritdoc cref="Evaluate(ModelBundle, ProposalOptions?, GateOptions?, IReadOnlyList{PreferencePair}, CancellationToken)"/>
    public EvaluationReport Evaluate(ModelBundle bundle, IReadOnlyList<PreferencePair> heldOut, CancellationToken cancellationToken) =>
        Evaluate(bundle, null, null, heldOut, cancellationToken);

    /// <summary>Measures editing with other proposals and another gate than the bundle's own: for choosing them on validation pairs.</summary>
    /// <remarks>A part that the bundle lacks is null in the report, and so is choosing by an upstream's embeddings: no upstream is asked here.</remarks>
    /// <exception cref="ArgumentException">There is nothing to measure on.</exception>
    public EvaluationReport Evaluate(
        ModelBundle bundle, ProposalOptions? proposals, GateOptions? gate, IReadOnlyList<PreferencePair> heldOut, CancellationToken cancellationToken)
    {
        if (heldOut.Count == 0)
            throw new ArgumentException("There are no held-out pairs to measure on.", nameof(heldOut));
        return new()
        {
            Bundle = BundleSummary.Of(bundle),
            Edit = bundle.Edit is { } edit
                ? new EditEvaluator(training, seed)
                    .Evaluate(edit, proposals ?? edit.Settings.Proposals, gate ?? edit.Settings.Gate, heldOut, cancellationToken)
                : null,
            Selection = bundle.Selection is { Rewards.Encoder: ITextEncoder } selection ? Measure(selection, heldOut, cancellationToken) : null,
        };
    }

    private static SelectionReport Measure(SelectionPart selection, IReadOnlyList<PreferencePair> heldOut, CancellationToken cancellationToken) =>
        new SelectionEvaluator(selection.Rewards).Evaluate(heldOut, cancellationToken) with
        {
            Objectives = selection.Objectives is { } objectives
                ? ObjectiveEvaluation.Of(objectives, selection.Settings.Objectives!.GroupBy, heldOut, cancellationToken)
                : [],
        };
}
