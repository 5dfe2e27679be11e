using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// What a family of reward models makes of labels that may be wrong (arXiv 2405.19316): each pair by the probability that its label is
/// right, of the members whose bootstrap left the pair out.
/// </summary>
/// <param name="ensemble">Members trained on bootstraps of the pairs' sources.</param>
/// <param name="seed">Seed of those bootstraps.</param>
/// <param name="turnBelow">Pairs whose label is less likely right than this are turned round, 0 to 0.5.</param>
internal sealed class SoftPreferences(RewardEnsemble ensemble, int seed, double turnBelow)
{
    /// <summary>The pairs to learn from, in their order, weighed and some turned round; those that say nothing are gone.</summary>
    /// <param name="pairs">The very pairs, in their order, that the members were trained on.</param>
    /// <param name="cancellationToken">Cancels between two network calls.</param>
    public List<PreferencePair> Of(IReadOnlyList<PreferencePair> pairs, CancellationToken cancellationToken)
    {
        var scores = ensemble.Score([.. pairs.Select(p => p.Chosen), .. pairs.Select(p => p.Rejected)], cancellationToken);
        var sources = RewardExamples.Sources(pairs);
        var soft = new List<PreferencePair>();
        foreach (var (index, pair) in pairs.Index())
        {
            var gains = ensemble.Gains(scores[index], scores[index + pairs.Count]);
            var unseen = gains.Where((_, member) => Bootstrap.Count(seed, sources[index], member) == 0).ToArray();
            if (Soften(pair, unseen) is { } softened)
                soft.Add(softened);
        }

        return soft;
    }

    /// <summary>
    /// With p the chance that the label is right: weight 2p − 1 from p = 0.5 on, turned round with weight 1 − 2p below the limit, and null
    /// between the two, where the family sides with neither.
    /// </summary>
    /// <param name="pair">The pair as labelled.</param>
    /// <param name="gains">Calibrated r(chosen) − r(rejected) by each member that may judge, in logits; none leaves the pair as it is.</param>
    internal PreferencePair? Soften(PreferencePair pair, IReadOnlyList<double> gains)
    {
        if (gains.Count == 0)
            return pair;
        var weight = 1 - (2 * Pessimism.ExpectedLoss(gains));
        if (weight > 0)
            return pair with { Weight = pair.Weight * weight };
        return weight < (2 * turnBelow) - 1
            ? pair with { Chosen = pair.Rejected, Rejected = pair.Chosen, Weight = pair.Weight * -weight }
            : null;
    }
}
