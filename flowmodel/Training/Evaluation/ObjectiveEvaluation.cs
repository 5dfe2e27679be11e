using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Measures the reward of each objective or group on the held-out pairs of its own.</summary>
internal static class ObjectiveEvaluation
{
    /// <summary>Figures of those that have held-out pairs, in the order of the rewards.</summary>
    public static IReadOnlyList<ObjectiveFigures> Of(
        ObjectiveRewards rewards, PairGrouping grouping, IEnumerable<PreferencePair> heldOut, CancellationToken cancellationToken)
    {
        var groups = heldOut.ToLookup(p => ObjectiveExamples.GroupOf(p, grouping));
        return [.. rewards.Objectives.Index().Where(o => groups[o.Item].Any())
            .Select(o => Of(rewards, o.Index, [.. groups[o.Item]], cancellationToken))];
    }

    private static ObjectiveFigures Of(ObjectiveRewards rewards, int objective, PreferencePair[] pairs, CancellationToken cancellationToken)
    {
        var scores = rewards.Score([.. pairs.Select(p => p.Chosen), .. pairs.Select(p => p.Rejected)], cancellationToken);
        var gains = pairs.Select((_, i) => scores[i][objective] - scores[i + pairs.Length][objective]).ToArray();
        var prompts = pairs.Zip(gains).GroupBy(p => PairSplit.Source(p.First), p => p.Second);
        return new(
            rewards.Objectives[objective], pairs.Length,
            PromptBootstrap.Ratio([.. prompts.Select(g => (g.Sum(gain => gain > 0 ? 1.0 : 0), (double)g.Count()))]),
            CalibrationFigures.OfPairs(gains, [.. pairs.Select(p => p.Agreement)]).Ece);
    }
}
