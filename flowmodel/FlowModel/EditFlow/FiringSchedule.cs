using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>An edit that fires at a position (0 is the start token).</summary>
public readonly record struct Firing(int Position, EditKind Kind);

/// <summary>Decides which edits of a chain fire next, given the rates of its present text.</summary>
internal static class FiringSchedule
{
    /// <summary>The edits of one step, from left to right; at one position the insertion comes after the deletion or substitution.</summary>
    /// <returns>None when the chain has come to its end.</returns>
    public static IReadOnlyList<Firing> Next(EditChain chain, TokenEdges edges, Func<int, EditKind, double> rate) => chain.Firing switch
    {
        FiringRule.Threshold rule => Collect(chain, edges, rate, total => total >= rule.Level, strongestFirst: true),
        FiringRule.Sampled rule => Sample(chain, edges, rule, rate),
        _ => throw new InvalidOperationException($"Unknown firing rule {chain.Firing}."),
    };

    /// <summary>Steps the chain until something fires: with nothing fired the rates are still those of the present text.</summary>
    private static List<Firing> Sample(EditChain chain, TokenEdges edges, FiringRule.Sampled rule, Func<int, EditKind, double> rate)
    {
        var step = 1.0 / rule.Steps;
        while (chain.Time < 1 - (step / 2))
        {
            // κ linear: κ'/(1 − κ) = 1/(1 − t), integrated over the step it is ln((1 − t)/(1 − t − h)); the last step takes what is left.
            var remaining = 1 - chain.Time;
            var weight = remaining <= step * 1.5 ? Math.Log(2 * rule.Steps) : Math.Log(remaining / (remaining - step));
            chain.Time += step;
            var random = StepRandom(rule.Seed, (int)Math.Round(chain.Time * rule.Steps));
            var fired = Collect(chain, edges, rate, total => random.NextDouble() < 1 - Math.Exp(-weight * total), strongestFirst: false);
            if (fired.Count > 0)
                return fired;
        }

        return [];
    }

    /// <summary>A generator of its own for each step or draw, so that chains do not depend on what runs beside them.</summary>
    internal static Random StepRandom(int seed, int step) => new(unchecked((seed * 1_000_003) ^ (step * 7919)));

    /// <summary>Words fire whole, by the mean rate of their tokens; each token then takes the likelier of its two edits.</summary>
    private static List<Firing> Collect(
        EditChain chain, TokenEdges edges, Func<int, EditKind, double> rate, Func<double, bool> fires, bool strongestFirst)
    {
        var found = new List<(List<Firing> Edits, double Rate)>();
        void CollectInsertion(int position)
        {
            if (!chain.DeletesOnly && chain.AllowsInsertion(position, edges) && rate(position, EditKind.Insert) is var insert && fires(insert))
                found.Add(([new(position, EditKind.Insert)], insert));
        }

        CollectInsertion(0);
        foreach (var (start, end, frozen) in chain.Words(edges))
        {
            var positions = Enumerable.Range(start, end - start);
            if (!frozen && positions.Average(p => rate(p, EditKind.Delete) + rate(p, EditKind.Substitute)) is var mean && fires(mean))
                found.Add(([.. positions.Select(p => new Firing(p, chain.DeletesOnly ? EditKind.Delete : Likelier(rate, p)))], mean));
            CollectInsertion(end - 1);
        }

        var budget = Math.Max(0, chain.MaxEdits - chain.Edits);
        if (found.Sum(f => f.Edits.Count) <= budget)
            return [.. found.SelectMany(f => f.Edits)];
        var kept = new List<Firing>();
        foreach (var (edits, _) in strongestFirst ? found.OrderByDescending(f => f.Rate) : found.AsEnumerable())
        {
            if (kept.Count + edits.Count <= budget)
                kept.AddRange(edits);
        }

        return [.. kept.OrderBy(e => e.Position).ThenBy(e => e.Kind == EditKind.Insert)];
    }

    private static EditKind Likelier(Func<int, EditKind, double> rate, int position) =>
        rate(position, EditKind.Delete) >= rate(position, EditKind.Substitute) ? EditKind.Delete : EditKind.Substitute;
}
