using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// Turns pairs into what the ensemble learns from: whole answers to their prompts, or the segments that differ and clean segments against
/// damaged copies.
/// </summary>
internal static class RewardExamples
{
    /// <summary>Whole answers; the group is the number of the prompt, or of the rejected answer where there is none.</summary>
    public static List<RewardExample> Answers(IReadOnlyList<PreferencePair> pairs, ITextEncoder encoder) => Answers(pairs, encoder.Encode);

    /// <inheritdoc cref="Answers(IReadOnlyList{PreferencePair}, ITextEncoder)"/>
    public static List<RewardExample> Answers(
        IReadOnlyList<PreferencePair> pairs, Func<IReadOnlyList<PromptedText>, IReadOnlyList<TextFeatures>> read)
    {
        var groups = new Dictionary<string, int>();
        var encoded = Encoded(pairs.SelectMany(Texts), read);
        return [.. pairs.Select(p =>
        {
            var texts = Texts(p);
            return Example(encoded[texts[0]], encoded[texts[1]], Group(groups, PairSplit.Source(p)), p);
        })];
    }

    /// <summary>The chosen and the rejected text of a pair.</summary>
    public static IReadOnlyList<PromptedText> Texts(PreferencePair pair) => PromptedText.Of(pair.Prompt, [pair.Chosen, pair.Rejected]);

    /// <summary>The number of each pair's source, by first appearance: what the bootstraps of members on segments draw.</summary>
    public static IReadOnlyList<int> Sources(IEnumerable<PreferencePair> pairs)
    {
        var groups = new Dictionary<(string, string), int>();
        return [.. pairs.Select(pair => Group(groups, (pair.Prompt, pair.Rejected)))];
    }

    /// <summary>Segments that differ, without their prompts; the group is the number of the pair's source.</summary>
    public static List<RewardExample> FromPairs(IEnumerable<PreferencePair> pairs, ITextEncoder encoder)
    {
        var pieces = Pieces(pairs);
        var encoded = Encoded(PromptedText.Of("", pieces.SelectMany(p => new[] { p.Target, p.Source })), encoder.Encode);
        TextFeatures Of(string text) => encoded[new() { Prompt = "", Text = text }];
        return [.. pieces.Select(p => Example(Of(p.Target), Of(p.Source), p.Group, p.Pair))];
    }

    /// <summary>Clean chosen segments, each preferred to a damaged copy of itself.</summary>
    public static List<RewardExample> Damaged(IEnumerable<PreferencePair> pairs, ITextEncoder encoder, double share, int seed)
    {
        var pieces = Pieces(pairs);
        var damage = new TextDamage([.. pieces.SelectMany(p => p.Target.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);
        var random = new Random(seed);
        var wanted = (int)(pieces.Count * share / (1 - share));
        var damages = new List<(string Whole, string Damaged, int Group)>();
        for (var i = 0; i < wanted && pieces.Count > 0; i++)
        {
            var piece = pieces[random.Next(pieces.Count)];
            if (damage.Damage(piece.Target, random) is { } damaged)
                damages.Add((piece.Target, damaged, piece.Group));
        }

        var encoded = Encoded(PromptedText.Of("", damages.SelectMany(d => new[] { d.Whole, d.Damaged })), encoder.Encode);
        TextFeatures Of(string text) => encoded[new() { Prompt = "", Text = text }];
        return [.. damages.Select(d => new RewardExample(Of(d.Whole), Of(d.Damaged), d.Group))];
    }

    /// <summary>Each distinct text, read once.</summary>
    private static Dictionary<PromptedText, TextFeatures> Encoded(
        IEnumerable<PromptedText> texts, Func<IReadOnlyList<PromptedText>, IReadOnlyList<TextFeatures>> read)
    {
        PromptedText[] distinct = [.. texts.Distinct()];
        return distinct.Zip(read(distinct)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static RewardExample Example(TextFeatures chosen, TextFeatures rejected, int group, PreferencePair pair) => new(chosen, rejected, group)
    {
        Margin = Math.Max(0, pair.Margin ?? 0), Weight = pair.Weight, Agreement = pair.Agreement, Line = pair.Line,
    };

    private static int Group<TKey>(Dictionary<TKey, int> groups, TKey key)
        where TKey : notnull => groups.TryGetValue(key, out var group) ? group : groups[key] = groups.Count;

    private static List<(string Source, string Target, int Group, PreferencePair Pair)> Pieces(IEnumerable<PreferencePair> pairs) =>
        [.. pairs.Zip(Sources(pairs)).SelectMany(one =>
        {
            var (pair, group) = one;
            return SegmentCutter.Cut(pair.Rejected, Segmenter.Cut(pair.Rejected), pair.Chosen)
                .Where(p => p.Rejected.Editable && p.Rejected.Text != p.Chosen.Trim())
                .Select(p => (p.Rejected.Text, p.Chosen.Trim(), group, pair));
        })];
}
