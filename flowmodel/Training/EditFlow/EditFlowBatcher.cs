using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Draws batches of rows of like length. The batch of a step depends on the seed and the step alone.</summary>
internal sealed class EditFlowBatcher(List<EditExample[]> groups, EditFlowShape shape, EditFlowOptions options, int seed)
{
    /// <summary>Rows drawn at once, sorted by length and cut into batches: little padding, and batches in random order.</summary>
    private const int PoolRows = 2048;

    /// <summary>Latest time: past it almost nothing is pending.</summary>
    private const double MaxTime = 0.999;

    /// <summary>Largest weight of a row, as in the published implementations.</summary>
    private const double MaxWeight = 20;

    private readonly List<EditExample[]> _changed = [.. groups.Where(g => g.Any(e => e.Edits > 0))];
    private readonly List<EditExample[]> _all = groups;
    private readonly double _heaviest = groups.Max(g => g.Average(e => e.Weight));
    private List<List<Row>> _pool = [];
    private int _poolStart;
    private int _poolIndex = -1;

    private sealed record Row(int[] Prompt, EditState State, double Time)
    {
        public int Length => Prompt.Length + 1 + State.Tokens.Length;
    }

    /// <summary>The batch of a step; steps may only go up.</summary>
    public EditFlowBatch Next(int step)
    {
        while (step >= _poolStart + _pool.Count)
        {
            _poolStart += _pool.Count;
            _pool = DrawPool(++_poolIndex);
        }

        return Pack(_pool[step - _poolStart]);
    }

    private List<List<Row>> DrawPool(int index)
    {
        var random = new Random(unchecked((seed * 7919) + (index * 104_729)));
        var rows = Enumerable.Range(0, PoolRows).Select(_ => DrawRow(random)).OrderBy(r => r.Length).ToList();
        var batches = new List<List<Row>>();
        foreach (var row in rows)
        {
            if (batches.Count == 0 || (batches[^1].Count + 1) * row.Length > options.BatchTokens)
                batches.Add([]);
            batches[^1].Add(row);
        }

        var order = batches.ToArray();
        random.Shuffle(order);
        return [.. order];
    }

    private Row DrawRow(Random random)
    {
        var identity = random.NextDouble() < options.IdentityShare || _changed.Count == 0;
        var source = identity ? _all : _changed;
        var example = Pick(DrawGroup(source, random), random);
        if (identity)
            example = example.Identity();
        var prompt = random.NextDouble() < options.PromptDropout ? [] : example.Prompt;
        var time = random.NextDouble() * MaxTime;
        return new(prompt.Length > shape.MaxPromptTokens ? prompt[^shape.MaxPromptTokens..] : prompt,
            EditState.Draw(example, CubicSchedule.Kappa(time), random), time);
    }

    /// <summary>A group in proportion to its mean weight, by rejection: where all weigh alike the first one drawn is taken.</summary>
    private EditExample[] DrawGroup(List<EditExample[]> source, Random random)
    {
        while (true)
        {
            var group = source[random.Next(source.Count)];
            var share = group.Average(e => e.Weight) / _heaviest;
            if (share >= 1 || random.NextDouble() < share)
                return group;
        }
    }

    private EditExample Pick(EditExample[] versions, Random random)
    {
        var weights = versions.Select(v => v.Weight * Math.Exp(-v.EditRatio / options.NearnessScale)).ToArray();
        var left = random.NextDouble() * weights.Sum();
        for (var i = 0; i < versions.Length - 1; i++)
        {
            left -= weights[i];
            if (left <= 0)
                return versions[i];
        }

        return versions[^1];
    }

    private EditFlowBatch Pack(List<Row> rows) => new(
        EditBatch.Pack(shape, [.. rows.Select(r => ((IReadOnlyList<int>)r.Prompt, (IReadOnlyList<int>)r.State.Tokens))]),
        [.. rows.Select(r => r.State)],
        [.. rows.Select(r => options.PaperWeight ? (float)Math.Min(MaxWeight, CubicSchedule.Weight(r.Time)) : 1f)]);
}
