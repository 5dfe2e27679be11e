using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Chooses on validation pairs what a bundle's gate is served with: first the proposals and the price of an edit, then the margin.</summary>
public static class GateCalibration
{
    /// <summary>Factor between two margins tried.</summary>
    private const double Step = 1.15;

    /// <summary>Smallest margin tried after the gate's own, in logits.</summary>
    private const double Smallest = 0.1;

    /// <summary>Largest margin tried, in logits.</summary>
    private const double Largest = 20;

    /// <summary>
    /// The edit cost, and whether chains that only delete are offered at all, with which the rejected texts come nearest to their
    /// chosen ones, by BLEU: some editors strike words out, others replace them.
    /// </summary>
    /// <param name="bundle">Networks and proposals.</param>
    /// <param name="gate">The gate whose cost is chosen.</param>
    /// <param name="pairs">Validation pairs.</param>
    /// <param name="costs">The costs tried, at least one.</param>
    /// <param name="cancellationToken">Cancels between two texts.</param>
    public static (ProposalOptions Proposals, GateOptions Gate) FitEdits(
        EditPart bundle, GateOptions gate, IReadOnlyList<PreferencePair> pairs, IReadOnlyList<double> costs, CancellationToken cancellationToken)
    {
        var sources = SourceWithReferences.Group(pairs);
        double Nearness((ProposalOptions Proposals, GateOptions Gate) choice)
        {
            var aligner = bundle.AlignerWith(choice.Proposals, choice.Gate);
            return Bleu.Of([.. sources.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(s => new EvaluatedText
            {
                Source = s.Rejected,
                Output = aligner.Decide(new() { Prompt = s.Prompt, Answer = s.Rejected }, cancellationToken).Text,
                References = s.Chosen,
            })]);
        }

        var proposals = bundle.Settings.Proposals;
        ProposalOptions[] offers = proposals is { Levels.Count: > 0, DeletionLevels.Count: > 0 } ? [proposals, proposals with { DeletionLevels = [] }] : [proposals];
        return offers.SelectMany(offer => costs.Select(cost => (offer, gate with { EditCost = cost }))).MaxBy(Nearness);
    }

    /// <summary>
    /// The least margin, from the gate's own on, at which at most a share of the chosen texts is changed; or the largest tried, where
    /// even that one changes more of them.
    /// </summary>
    /// <param name="bundle">The networks.</param>
    /// <param name="proposals">What is offered.</param>
    /// <param name="gate">The gate to start from.</param>
    /// <param name="pairs">Validation pairs; their chosen texts are good by definition.</param>
    /// <param name="mostChanged">Share of good texts that may be changed, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two texts.</param>
    /// <returns>The gate, and the share of the chosen texts that it still changes, 0 to 1.</returns>
    public static (GateOptions Gate, double Changed) FitMargin(
        EditPart bundle, ProposalOptions proposals, GateOptions gate, IReadOnlyList<PreferencePair> pairs, double mostChanged,
        CancellationToken cancellationToken)
    {
        var good = SourceWithReferences.Group(pairs).Select(s => (s.Prompt, Text: s.Chosen[0])).ToArray();
        var allowed = (int)(mostChanged * good.Length);
        var changed = good;
        for (var margin = gate.MinGain; ; margin = Math.Round(Math.Max(margin * Step, Smallest), 3))
        {
            var candidate = gate with { MinGain = margin };
            var aligner = bundle.AlignerWith(proposals, candidate);
            // A text that a lower margin left alone is left alone by a higher one.
            changed = [.. changed.AsParallel().WithCancellation(cancellationToken)
                .Where(t => aligner.Decide(new() { Prompt = t.Prompt, Answer = t.Text }, cancellationToken).Changed)];
            if (changed.Length <= allowed || margin > Largest)
                return (candidate, changed.Length / (double)good.Length);
        }
    }
}
