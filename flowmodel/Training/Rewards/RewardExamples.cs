using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Turns pairs into what the ensemble learns from: the segments that differ, and clean segments against damaged copies.</summary>
internal static class RewardExamples
{
    /// <summary>Human preferences alone, by segment; the group is the number of the pair's source.</summary>
    public static List<RewardExample> FromPairs(IEnumerable<PreferencePair> pairs, HashedNgramEncoder encoder) =>
        [.. Pieces(pairs).Select(p => new RewardExample(encoder.Encode(p.Target), encoder.Encode(p.Source), p.Group))];

    /// <summary>Clean chosen segments, each preferred to a damaged copy of itself.</summary>
    public static List<RewardExample> Damaged(IEnumerable<PreferencePair> pairs, HashedNgramEncoder encoder, double share, int seed)
    {
        var pieces = Pieces(pairs);
        var damage = new TextDamage([.. pieces.SelectMany(p => p.Target.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);
        var random = new Random(seed);
        var wanted = (int)(pieces.Count * share / (1 - share));
        var examples = new List<RewardExample>();
        for (var i = 0; i < wanted && pieces.Count > 0; i++)
        {
            var piece = pieces[random.Next(pieces.Count)];
            if (damage.Damage(piece.Target, random) is { } damaged)
                examples.Add(new(encoder.Encode(piece.Target), encoder.Encode(damaged), piece.Group));
        }

        return examples;
    }

    private static List<(string Source, string Target, int Group)> Pieces(IEnumerable<PreferencePair> pairs)
    {
        var groups = new Dictionary<(string, string), int>();
        return [.. pairs.SelectMany(pair =>
        {
            var key = (pair.Prompt, pair.Rejected);
            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = groups.Count;
            return SegmentCutter.Cut(pair.Rejected, Segmenter.Cut(pair.Rejected), pair.Chosen)
                .Where(p => p.Rejected.Editable && p.Rejected.Text != p.Chosen.Trim())
                .Select(p => (p.Rejected.Text, p.Chosen.Trim(), group));
        })];
    }
}
