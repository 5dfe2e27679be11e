namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>An edit that fires at a position (0 is the start token).</summary>
public readonly record struct Firing(int Position, EditKind Kind);

/// <summary>Decides which edits of a chain fire next, given the rates of its present text.</summary>
internal static class FiringSchedule
{
    /// <summary>The edits of one step, from left to right; at one position the insertion comes after the deletion or substitution.</summary>
    /// <returns>None when the chain has come to its end.</returns>
    public static IReadOnlyList<Firing> Next(EditChain chain, Func<int, EditKind, double> rate) => chain.Firing switch
    {
        FiringRule.Threshold rule => Collect(chain, rate, (_, total) => total >= rule.Level, strongestFirst: true),
        FiringRule.Sampled rule => Sample(chain, rule, rate),
        _ => throw new InvalidOperationException($"Unknown firing rule {chain.Firing}."),
    };

    /// <summary>Steps the chain until something fires: with nothing fired the rates are still those of the present text.</summary>
    private static List<Firing> Sample(EditChain chain, FiringRule.Sampled rule, Func<int, EditKind, double> rate)
    {
        var step = 1.0 / rule.Steps;
        while (chain.Time < 1 - (step / 2))
        {
            // κ linear: κ'/(1 − κ) = 1/(1 − t), integrated over the step it is ln((1 − t)/(1 − t − h)); the last step takes what is left.
            var remaining = 1 - chain.Time;
            var weight = remaining <= step * 1.5 ? Math.Log(2 * rule.Steps) : Math.Log(remaining / (remaining - step));
            chain.Time += step;
            var random = StepRandom(rule.Seed, (int)Math.Round(chain.Time * rule.Steps));
            var fired = Collect(chain, rate, (_, total) => random.NextDouble() < 1 - Math.Exp(-weight * total), strongestFirst: false);
            if (fired.Count > 0)
                return fired;
        }

        return [];
    }

    /// <summary>A generator of its own for each step or draw, so that chains do not depend on what runs beside them.</summary>
    internal static Random StepRandom(int seed, int step) => new(unchecked((seed * 1_000_003) ^ (step * 7919)));

    private static List<Firing> Collect(
        EditChain chain, Func<int, EditKind, double> rate, Func<int, double, bool> fires, bool strongestFirst)
    {
        var found = new List<(Firing Edit, double Rate)>();
        for (var position = 0; position <= chain.Tokens.Count; position++)
        {
            if (chain.Allows(position, EditKind.Delete))
            {
                var (delete, substitute) = (rate(position, EditKind.Delete), rate(position, EditKind.Substitute));
                if (fires(position, delete + substitute))
                    found.Add((new(position, delete >= substitute ? EditKind.Delete : EditKind.Substitute), delete + substitute));
            }

            if (chain.Allows(position, EditKind.Insert) && rate(position, EditKind.Insert) is var insert && fires(position, insert))
                found.Add((new(position, EditKind.Insert), insert));
        }

        var budget = Math.Max(0, chain.MaxEdits - chain.Edits);
        if (found.Count <= budget)
            return [.. found.Select(f => f.Edit)];
        var kept = strongestFirst ? found.OrderByDescending(f => f.Rate).Take(budget) : found.Take(budget);
        return [.. kept.Select(f => f.Edit).OrderBy(e => e.Position).ThenBy(e => e.Kind == EditKind.Insert)];
    }
}
