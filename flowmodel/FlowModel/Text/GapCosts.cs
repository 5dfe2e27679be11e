namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// What it costs a <see cref="WordAlignment"/> to begin and end a run of deletions or insertions, by place in the source of N pieces.
/// </summary>
public sealed record GapCosts
{
    /// <summary>Cost of one run, where deleting a word costs 4: fewer, longer runs read better.</summary>
    public const int Run = 2;

    /// <summary>Cost of a run of deletions whose first piece is i, at index i of N + 1.</summary>
    public required int[] DeleteFrom { get; init; }

    /// <summary>Further cost of a run of deletions that ends before piece i, at index i of N + 1.</summary>
    public required int[] DeleteTo { get; init; }

    /// <summary>Cost of a run of insertions before piece i, at index i of N + 1.</summary>
    public required int[] InsertAt { get; init; }

    /// <summary>The same costs everywhere.</summary>
    /// <param name="length">N, the number of source pieces.</param>
    public static GapCosts Uniform(int length)
    {
        var run = new int[length + 1];
        Array.Fill(run, Run);
        return new GapCosts { DeleteFrom = run, DeleteTo = new int[length + 1], InsertAt = run };
    }
}
