using System.Buffers;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Alignment of two texts by words at least cost, with a cost for each run of gaps (Gotoh 1982), so that a deleted sentence is one
/// run and not scattered over the words it shares with its neighbours. A word never stands over a mark or over white space, and
/// equal words weigh more than equal spaces: "do not ship" over "don't ship" must not become three substitutions.
/// </summary>
public static class WordAlignment
{
    /// <summary>Largest table, in cells of one byte.</summary>
    public const long MostCells = 1L << 28;

    private const int Never = int.MaxValue / 4;
    private const int States = 3; // the values of AlignmentStep
    private const int StateBits = 2;

    /// <summary>
    /// Aligns two sequences that share one dictionary of ids. Of alignments of one cost, pairs are preferred, then deletions, from the
    /// end. Takes N·M time and N·M bytes.
    /// </summary>
    /// <param name="source">Ids of the source pieces, length N.</param>
    /// <param name="target">Ids of the target pieces, length M.</param>
    /// <param name="gaps">Costs by place in the source.</param>
    /// <returns>The steps in order; pairs and deletions together are the source pieces, pairs and insertions the target pieces.</returns>
    /// <exception cref="ArgumentException">The table would exceed <see cref="MostCells"/>.</exception>
    public static AlignmentStep[] Align(ReadOnlySpan<int> source, ReadOnlySpan<int> target, GapCosts gaps)
    {
        if ((source.Length + 1L) * (target.Length + 1L) > MostCells)
            throw new ArgumentException($"Texts of {source.Length} and {target.Length} words and marks are too long to align.");

        var table = ArrayPool<byte>.Shared.Rent((source.Length + 1) * (target.Length + 1));
        var last = Fill(source, target, gaps, table);
        var steps = Trace(table, source.Length, target.Length, last);
        ArrayPool<byte>.Shared.Return(table);
        return steps;
    }

    // Each cell holds, for each state that the alignment may be in there, the state before: two bits each.
    private static AlignmentStep Fill(ReadOnlySpan<int> source, ReadOnlySpan<int> target, GapCosts gaps, Span<byte> table)
    {
        var width = target.Length + 1;
        var (above, here) = (new int[width * States], new int[width * States]);
        for (var row = 0; row <= source.Length; row++, (above, here) = (here, above))
        {
            for (var column = 0; column < width; column++)
            {
                var (pair, delete, insert) = ((Cost: Never, From: 0), (Cost: Never, From: 0), (Cost: Never, From: 0));
                if (row > 0 && column > 0)
                {
                    pair = Least(above.AsSpan((column - 1) * States, States), 0, gaps.DeleteTo[row - 1], 0);
                    pair.Cost += Substitution(source[row - 1], target[column - 1]);
                }

                if (row > 0)
                {
                    var run = gaps.DeleteFrom[row - 1];
                    delete = Least(above.AsSpan(column * States, States), run, 0, run);
                    delete.Cost += Gap(source[row - 1]);
                }

                if (column > 0)
                {
                    var run = gaps.InsertAt[row];
                    insert = Least(here.AsSpan((column - 1) * States, States), run, gaps.DeleteTo[row] + run, 0);
                    insert.Cost += Gap(target[column - 1]);
                }

                if (row == 0 && column == 0)
                    pair.Cost = 0;
                var cell = here.AsSpan(column * States, States);
                (cell[0], cell[1], cell[2]) = (Math.Min(pair.Cost, Never), Math.Min(delete.Cost, Never), Math.Min(insert.Cost, Never));
                table[(row * width) + column] = (byte)(pair.From | (delete.From << StateBits) | (insert.From << (2 * StateBits)));
            }
        }

        return (AlignmentStep)Least(above.AsSpan((width - 1) * States, States), 0, gaps.DeleteTo[source.Length], 0).From;
    }

    private static (int Cost, int From) Least(ReadOnlySpan<int> costs, int afterPair, int afterDelete, int afterInsert)
    {
        var best = (Cost: costs[0] + afterPair, From: 0);
        if (costs[1] + afterDelete < best.Cost)
            best = (costs[1] + afterDelete, 1);
        return costs[2] + afterInsert < best.Cost ? (costs[2] + afterInsert, 2) : best;
    }

    private static int Gap(int piece) => WordSequence.KindOf(piece) switch
    {
        WordKind.Word => 4,
        WordKind.Mark => 3,
        _ => 1,
    };

    private static int Substitution(int source, int target) =>
        source == target ? 0 : WordSequence.KindOf(source) == WordSequence.KindOf(target) ? Gap(source) + Gap(target) - 1 : Never;

    private static AlignmentStep[] Trace(ReadOnlySpan<byte> table, int row, int column, AlignmentStep state)
    {
        var steps = new List<AlignmentStep>(Math.Max(row, column));
        var width = column + 1;
        while (row > 0 || column > 0)
        {
            var before = (AlignmentStep)((table[(row * width) + column] >> (StateBits * (int)state)) & ((1 << StateBits) - 1));
            steps.Add(state);
            if (state != AlignmentStep.Insert)
                row--;
            if (state != AlignmentStep.Delete)
                column--;
            state = before;
        }

        steps.Reverse();
        return [.. steps];
    }
}
