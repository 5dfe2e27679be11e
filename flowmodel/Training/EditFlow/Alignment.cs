using System.Buffers;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>
/// A rejected and a chosen token sequence, padded with blanks to one length so that column i turns into column i: the coupling of an
/// Edit Flow (Havasi et al. 2025, arXiv 2506.09018). Where z0 is blank the flow inserts, where z1 is blank it deletes, where both
/// differ it substitutes.
/// </summary>
public sealed class Alignment
{
    /// <summary>Stands for no token; no tokenizer gives it.</summary>
    public const int Blank = -1;

    /// <summary>Largest product of the two lengths: the table of steps takes a byte for each cell.</summary>
    public const long MostCells = 1L << 28;

    private Alignment(int[] z0, int[] z1)
    {
        Z0 = z0;
        Z1 = z1;
    }

    /// <summary>The rejected (source) sequence with blanks, length L.</summary>
    public int[] Z0 { get; }

    /// <summary>The chosen (target) sequence with blanks, length L.</summary>
    public int[] Z1 { get; }

    /// <summary>Number of columns that change: the Levenshtein distance of the two sequences.</summary>
    public int Edits => Z0.Zip(Z1).Count(static column => column.First != column.Second);

    /// <summary>
    /// Aligns by least edits (Needleman and Wunsch 1970; substitution 1, gap 1, match 0). Of several such alignments it is the one
    /// found from the end by preferring a pair, then a deletion, then an insertion.
    /// </summary>
    /// <param name="rejected">Source tokens, length N.</param>
    /// <param name="chosen">Target tokens, length M.</param>
    /// <exception cref="ArgumentException">N · M exceeds <see cref="MostCells"/>.</exception>
    public static Alignment Of(ReadOnlySpan<int> rejected, ReadOnlySpan<int> chosen)
    {
        if ((rejected.Length + 1L) * (chosen.Length + 1L) > MostCells)
            throw new ArgumentException($"Sequences of {rejected.Length} and {chosen.Length} tokens are too long to align.");

        var table = ArrayPool<AlignmentStep>.Shared.Rent((rejected.Length + 1) * (chosen.Length + 1));
        Fill(rejected, chosen, table);
        var steps = Trace(table, rejected.Length, chosen.Length);
        ArrayPool<AlignmentStep>.Shared.Return(table);

        var (z0, z1) = (new int[steps.Count], new int[steps.Count]);
        var (source, target) = (0, 0);
        for (var i = 0; i < steps.Count; i++)
        {
            z0[i] = steps[i] == AlignmentStep.Insert ? Blank : rejected[source++];
            z1[i] = steps[i] == AlignmentStep.Delete ? Blank : chosen[target++];
        }

        return new Alignment(z0, z1);
    }

    /// <summary>The sequence without its blanks.</summary>
    public static int[] Strip(ReadOnlySpan<int> padded)
    {
        var tokens = new List<int>(padded.Length);
        foreach (var token in padded)
        {
            if (token != Blank)
                tokens.Add(token);
        }

        return [.. tokens];
    }

    private static void Fill(ReadOnlySpan<int> source, ReadOnlySpan<int> target, Span<AlignmentStep> table)
    {
        var costs = new int[target.Length + 1]; // one row of the table of least costs, overwritten row by row
        for (var column = 0; column < costs.Length; column++)
            (costs[column], table[column]) = (column, AlignmentStep.Insert);

        for (var row = 1; row <= source.Length; row++)
        {
            var steps = table.Slice(row * costs.Length, costs.Length);
            var diagonal = costs[0];
            (costs[0], steps[0]) = (row, AlignmentStep.Delete);
            for (var column = 1; column < costs.Length; column++)
            {
                var pair = diagonal + (source[row - 1] == target[column - 1] ? 0 : 1);
                var delete = costs[column] + 1;
                var insert = costs[column - 1] + 1;
                diagonal = costs[column];
                (costs[column], steps[column]) = pair <= delete && pair <= insert ? (pair, AlignmentStep.Pair)
                    : delete <= insert ? (delete, AlignmentStep.Delete)
                    : (insert, AlignmentStep.Insert);
            }
        }
    }

    private static List<AlignmentStep> Trace(ReadOnlySpan<AlignmentStep> table, int row, int column)
    {
        var steps = new List<AlignmentStep>(Math.Max(row, column));
        var width = column + 1;
        while (row > 0 || column > 0)
        {
            var step = table[(row * width) + column];
            steps.Add(step);
            if (step != AlignmentStep.Insert)
                row--;
            if (step != AlignmentStep.Delete)
                column--;
        }

        steps.Reverse();
        return steps;
    }
}
