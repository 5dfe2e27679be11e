using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>
/// Rows as the network reads them: prompt tokens, the start token, answer tokens, padding. The answer's positions start at 0 with
/// the start token; the prompt's lie behind them in the table, which is how the network tells one from the other.
/// </summary>
public sealed class EditBatch
{
    private EditBatch(int rows, int length) =>
        (Rows, Length, Tokens, Positions, Start) = (rows, length, new long[rows * length], new long[rows * length], new int[rows]);

    /// <summary>B, the number of rows.</summary>
    public int Rows { get; }

    /// <summary>L, the length of the longest row.</summary>
    public int Length { get; }

    /// <summary>Token ids, [B, L].</summary>
    public long[] Tokens { get; }

    /// <summary>Rows of the position table, [B, L].</summary>
    public long[] Positions { get; }

    /// <summary>Index of the start token in each row, [B].</summary>
    public int[] Start { get; }

    /// <summary>Packs rows of prompt and answer. The answer must fit <see cref="EditFlowShape.MaxAnswerTokens"/>; a longer prompt loses its head.</summary>
    /// <exception cref="ArgumentException">An answer is too long.</exception>
    public static EditBatch Pack(EditFlowShape shape, IReadOnlyList<(IReadOnlyList<int> Prompt, IReadOnlyList<int> Answer)> rows)
    {
        int PromptLength(int row) => Math.Min(rows[row].Prompt.Count, shape.MaxPromptTokens);

        var batch = new EditBatch(rows.Count, Enumerable.Range(0, rows.Count).Max(r => PromptLength(r) + 1 + rows[r].Answer.Count));
        for (var row = 0; row < rows.Count; row++)
        {
            var (prompt, answer) = rows[row];
            if (answer.Count > shape.MaxAnswerTokens)
                throw new ArgumentException($"Row {row} has {answer.Count} answer tokens; at most {shape.MaxAnswerTokens} fit.", nameof(rows));

            var at = row * batch.Length;
            var kept = PromptLength(row);
            for (var i = 0; i < kept; i++)
                batch.Set(at++, prompt[prompt.Count - kept + i], 1 + shape.MaxAnswerTokens + i);
            batch.Start[row] = kept;
            batch.Set(at++, ByteBpeTokenizer.Bos, 0);
            for (var i = 0; i < answer.Count; i++)
                batch.Set(at++, answer[i], 1 + i);
        }

        return batch;
    }

    /// <summary>Some of the rows, padded as they are here.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    public EditBatch Slice(int first, int count)
    {
        var slice = new EditBatch(count, Length);
        Tokens.AsSpan(first * Length, count * Length).CopyTo(slice.Tokens);
        Positions.AsSpan(first * Length, count * Length).CopyTo(slice.Positions);
        Start.AsSpan(first, count).CopyTo(slice.Start);
        return slice;
    }

    private void Set(int index, int token, int position) => (Tokens[index], Positions[index]) = (token, position);
}
